package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads accounts without locking them. */
final class AccountReading {

    /** Each account takes three parameters. SQLite allows 32,766 in one statement. */
    private static final int AT_ONCE = 1000;

    private final JdbcTemplate jdbc;

    AccountReading(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The credits that an account holds and has spent. */
    record Sums(long held, long spent) {

        /** The sums of an account without a row. */
        static final Sums NONE = new Sums(0, 0);
    }

    /** Reads those of these accounts that exist. */
    Map<AccountKey, Sums> read(List<AccountKey> keys) {
        var found = new HashMap<AccountKey, Sums>();
        for (int from = 0; from < keys.size(); from += AT_ONCE) {
            read(keys.subList(from, Math.min(keys.size(), from + AT_ONCE)), found);
        }
        return found;
    }

    private void read(List<AccountKey> keys, Map<AccountKey, Sums> found) {
        var values = String.join(", ", Collections.nCopies(keys.size(), "(?, ?, CAST(? AS BIGINT))"));
        jdbc.query(
                "SELECT client, period, starts_at, held, spent FROM account"
                        + " WHERE (client, period, starts_at) IN (VALUES " + values + ")",
                row -> {
                    var key = new AccountKey(
                            row.getString("client"),
                            BudgetPeriod.valueOf(row.getString("period").toUpperCase(Locale.ROOT)),
                            row.getLong("starts_at"));
                    found.put(key, new Sums(row.getLong("held"), row.getLong("spent")));
                },
                keys.stream()
                        .flatMap(key ->
                                List.<Object>of(key.client(), key.period().label(), key.startsAt()).stream())
                        .toArray());
    }
}
