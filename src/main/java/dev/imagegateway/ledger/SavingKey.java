package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;

/** The key by which savings are summed. Requests without a user tag count under {@link #NOBODY}. */
record SavingKey(long hourAt, long dayAt, long monthAt, String client, String userTag, String model, String kind)
        implements Comparable<SavingKey> {

    static final String NOBODY = "";

    private static final Comparator<SavingKey> ORDER = Comparator.comparingLong(SavingKey::hourAt)
            .thenComparingLong(SavingKey::dayAt)
            .thenComparingLong(SavingKey::monthAt)
            .thenComparing(SavingKey::client)
            .thenComparing(SavingKey::userTag)
            .thenComparing(SavingKey::model)
            .thenComparing(SavingKey::kind);

    static SavingKey of(Instant at, ZoneId zone, String client, String userTag, String model, MatchKind reuse) {
        return new SavingKey(
                BudgetPeriod.HOUR.startOf(at, zone).toEpochMilli(),
                BudgetPeriod.DAY.startOf(at, zone).toEpochMilli(),
                BudgetPeriod.MONTH.startOf(at, zone).toEpochMilli(),
                client,
                userTag,
                model,
                reuse.label());
    }

    SavingKey ofNobody() {
        return new SavingKey(hourAt, dayAt, monthAt, client, NOBODY, model, kind);
    }

    @Override
    public int compareTo(SavingKey other) {
        return ORDER.compare(this, other);
    }
}
