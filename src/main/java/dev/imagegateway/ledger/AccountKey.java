package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Identifies an account: one client, or all clients together, in one period.
 *
 * @param client the client's id, or {@link #OPERATOR}
 * @param period hour, day or month
 * @param startsAt start of the period, in milliseconds since the epoch
 */
record AccountKey(String client, BudgetPeriod period, long startsAt) implements Comparable<AccountKey> {

    /** Stands for all clients together. No client has this id. */
    static final String OPERATOR = "*";

    private static final List<BudgetPeriod> PERIODS = List.of(BudgetPeriod.values());

    private static final Comparator<AccountKey> ORDER = Comparator.comparing(AccountKey::client)
            .thenComparing(key -> key.period().label())
            .thenComparingLong(AccountKey::startsAt);

    /** Returns the accounts that a generation of this client at this time belongs to. */
    static List<AccountKey> all(String client, Instant moment, ZoneId zone) {
        var keys = new ArrayList<AccountKey>();
        for (var period : PERIODS) {
            add(keys, client, period, period.startOf(moment, zone).toEpochMilli());
        }
        return keys;
    }

    /** Returns the same accounts from the periods stored in a row. */
    static List<AccountKey> all(String client, long hourAt, long dayAt, long monthAt) {
        var keys = new ArrayList<AccountKey>();
        add(keys, client, BudgetPeriod.HOUR, hourAt);
        add(keys, client, BudgetPeriod.DAY, dayAt);
        add(keys, client, BudgetPeriod.MONTH, monthAt);
        return keys;
    }

    /** Returns the start of one period of {@link #all}, in milliseconds since the epoch. */
    static long startOf(BudgetPeriod period, List<AccountKey> accounts) {
        return accounts.stream()
                .filter(key -> key.period() == period)
                .findFirst()
                .orElseThrow()
                .startsAt();
    }

    private static void add(List<AccountKey> keys, String client, BudgetPeriod period, long startsAt) {
        keys.add(new AccountKey(client, period, startsAt));
        keys.add(new AccountKey(OPERATOR, period, startsAt));
    }

    /** The order in which every writer locks accounts. */
    @Override
    public int compareTo(AccountKey other) {
        return ORDER.compare(this, other);
    }
}
