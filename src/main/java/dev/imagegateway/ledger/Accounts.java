package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.store.Store;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** The accounts that a transaction has locked. */
final class Accounts {

    private final JdbcTemplate jdbc;
    private final Map<AccountKey, Account> locked;

    private Accounts(JdbcTemplate jdbc, Map<AccountKey, Account> locked) {
        this.jdbc = jdbc;
        this.locked = locked;
    }

    /** The sums of one account, as they will be after the commit. */
    static final class Account {

        private final long heldBefore;
        private final long spentBefore;
        private long held;
        private long spent;

        private Account(long held, long spent) {
            this.heldBefore = held;
            this.spentBefore = spent;
            this.held = held;
            this.spent = spent;
        }

        long held() {
            return held;
        }

        long spent() {
            return spent;
        }

        long used() {
            return Math.addExact(held, spent);
        }

        long usedBefore() {
            return heldBefore + spentBefore;
        }

        private boolean changed() {
            return held != heldBefore || spent != spentBefore;
        }
    }

    /** Locks accounts in the order that all writers share, and creates missing ones. */
    static Accounts lock(JdbcTemplate jdbc, Store store, Collection<AccountKey> keys) {
        var sorted = new TreeSet<>(keys);
        if (sorted.isEmpty()) {
            return new Accounts(jdbc, Map.of());
        }
        var found = select(jdbc, store, sorted);
        if (found.size() < sorted.size()) {
            var missing = sorted.stream().filter(key -> !found.containsKey(key)).toList();
            jdbc.batchUpdate("""
                    INSERT INTO account (client, period, starts_at, held, spent) VALUES (?, ?, ?, 0, 0)
                    ON CONFLICT (client, period, starts_at) DO NOTHING""", missing, missing.size(), (statement, key) -> {
                statement.setString(1, key.client());
                statement.setString(2, key.period().label());
                statement.setLong(3, key.startsAt());
            });
            return new Accounts(jdbc, select(jdbc, store, sorted));
        }
        return new Accounts(jdbc, found);
    }

    private static Map<AccountKey, Account> select(JdbcTemplate jdbc, Store store, SortedSet<AccountKey> keys) {
        var values = String.join(", ", Collections.nCopies(keys.size(), "(?, ?, CAST(? AS BIGINT))"));
        var found = new HashMap<AccountKey, Account>();
        jdbc.query(
                "SELECT client, period, starts_at, held, spent FROM account WHERE (client, period, starts_at) IN (VALUES "
                        + values + ") ORDER BY client, period, starts_at" + store.forUpdate(),
                row -> {
                    found.put(
                            new AccountKey(
                                    row.getString(1),
                                    BudgetPeriod.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                                    row.getLong(3)),
                            // by index: SQLite's driver resolves column names again for each statement
                            new Account(row.getLong(4), row.getLong(5)));
                },
                keys.stream()
                        .flatMap(key ->
                                List.<Object>of(key.client(), key.period().label(), key.startsAt()).stream())
                        .toArray());
        return found;
    }

    Account get(AccountKey key) {
        var account = locked.get(key);
        if (account == null) {
            throw new IllegalStateException("account was not locked: " + key);
        }
        return account;
    }

    /** Adds credits to all of these accounts. */
    void add(Collection<AccountKey> keys, long held, long spent) {
        for (var key : keys) {
            var account = get(key);
            account.held = Math.addExact(account.held, held);
            account.spent = Math.addExact(account.spent, spent);
        }
    }

    void save() {
        var changed = new TreeSet<AccountKey>();
        locked.forEach((key, account) -> {
            if (account.changed()) {
                changed.add(key);
            }
        });
        jdbc.batchUpdate(
                "UPDATE account SET held = ?, spent = ? WHERE client = ? AND period = ? AND starts_at = ?",
                changed,
                Math.max(1, changed.size()),
                (statement, key) -> {
                    statement.setLong(1, get(key).held);
                    statement.setLong(2, get(key).spent);
                    statement.setString(3, key.client());
                    statement.setString(4, key.period().label());
                    statement.setLong(5, key.startsAt());
                });
    }
}
