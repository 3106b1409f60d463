package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One account: of a client, or of all of them, in one period.
 *
 * @param client its id, or {@link #OPERATOR}
 * @param period hour, day or month
 * @param startsAt when it began, milliseconds
 */
record AccountKey(String client, BudgetPeriod period, long startsAt) implements Comparable<AccountKey> {

    /** No client's id. */
    static final String OPERATOR = "*";

    private static final List<BudgetPeriod> PERIODS = List.of(BudgetPeriod.values());

    private static final Comparator<AccountKey> ORDER = Comparator.comparing(AccountKey::client)
            .thenComparing(key -> key.period().label())
            .thenComparingLong(AccountKey::startsAt);

    /** All that a generation of this client at this moment falls under. */
    static List<AccountKey> all(String client, Instant moment, ZoneId zone) {
        var keys = new ArrayList<AccountKey>();
        for (var period : PERIODS) {
            add(keys, client, period, period.startOf(moment, zone).toEpochMilli());
        }
        return keys;
    }

    /** The same from a row that keeps its periods. */
    static List<AccountKey> all(String client, long hourAt, long dayAt, long monthAt) {
        var keys = new ArrayList<AccountKey>();
        add(keys, client, BudgetPeriod.HOUR, hourAt);
        add(keys, client, BudgetPeriod.DAY, dayAt);
        add(keys, client, BudgetPeriod.MONTH, monthAt);
        return keys;
    }

    private static void add(List<AccountKey> keys, String client, BudgetPeriod period, long startsAt) {
        keys.add(new AccountKey(client, period, startsAt));
        keys.add(new AccountKey(OPERATOR, period, startsAt));
    }

    /** The order in which every writer locks. */
    @Override
    public int compareTo(AccountKey other) {
        return ORDER.compare(this, other);
    }
}
