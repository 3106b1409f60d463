package dev.imagegateway.ledger;

import dev.imagegateway.client.BudgetPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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

    private static final Comparator<AccountKey> ORDER = Comparator.comparing(AccountKey::client)
            .thenComparing(key -> key.period().label())
            .thenComparingLong(AccountKey::startsAt);

    /** All that a generation of this client at this moment falls under. */
    static List<AccountKey> all(String client, Instant moment, ZoneId zone) {
        return Arrays.stream(BudgetPeriod.values())
                .flatMap(period ->
                        of(client, period, period.startOf(moment, zone).toEpochMilli()))
                .toList();
    }

    /** The same from a row that keeps its periods. */
    static List<AccountKey> all(String client, long hourAt, long dayAt, long monthAt) {
        return Stream.of(
                        of(client, BudgetPeriod.HOUR, hourAt),
                        of(client, BudgetPeriod.DAY, dayAt),
                        of(client, BudgetPeriod.MONTH, monthAt))
                .flatMap(keys -> keys)
                .toList();
    }

    private static Stream<AccountKey> of(String client, BudgetPeriod period, long startsAt) {
        return Stream.of(new AccountKey(client, period, startsAt), new AccountKey(OPERATOR, period, startsAt));
    }

    /** The order in which every writer locks. */
    @Override
    public int compareTo(AccountKey other) {
        return ORDER.compare(this, other);
    }
}
