package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.store.Reads;
import dev.imagegateway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sums and deletes generations older than the retention, day by day. Each transaction sums what it deletes. A day with
 * an open generation is not purged.
 */
final class Purge {

    private static final Logger log = LoggerFactory.getLogger(Purge.class);

    /** A day with a change of clocks has up to 25 hours; one hour is spare. */
    private static final long MAX_DAY = Duration.ofHours(26).toMillis();

    private static final long MAX_HOUR = Duration.ofHours(2).toMillis();

    /** No process retries writing the same savings for this long. */
    private static final Duration MAX_RETRY_TIME = Duration.ofDays(31);

    private static final Duration WITHIN = Duration.ofMinutes(1);

    /** Maximum number of claims deleted at once. */
    private static final int CLAIMS = 2000;

    private final LedgerWriter writer;
    private final Reads reads;
    private final Store store;
    private final OperatorBudget operator;
    private final Duration retention;
    private final Clock clock;

    Purge(LedgerWriter writer, Reads reads, Store store, OperatorBudget operator, Duration retention, Clock clock) {
        this.writer = writer;
        this.reads = reads;
        this.store = store;
        this.operator = operator;
        this.retention = retention;
        this.clock = clock;
    }

    /** The last hold of a day, and whether all generations of the day have ended. */
    private record Day(long startsAt, long lastHeldAt, boolean hasEnded) {}

    /** Purges every day that is due. Returns the number of deleted generations. */
    int run() {
        forgetClaims();
        forgetSavers();
        // a day is due if its last moment is older than the retention
        var oldestKept = BudgetPeriod.DAY
                .startOf(clock.instant().minus(retention), operator.zone())
                .toEpochMilli();
        int purged = 0;
        var next = oldest(0, oldestKept);
        while (next.isPresent() && next.get().lastHeldAt() < oldestKept) {
            var day = next.get();
            if (day.hasEnded()) {
                purged += purge(day);
            }
            next = oldest(day.lastHeldAt() + 1, oldestKept);
        }
        if (purged > 0) {
            log.info("{} generations older than {} days were summed and deleted", purged, retention.toDays());
        }
        return purged;
    }

    /** Deletes claims an hour after they expired, because their generations may still be in flight. */
    private void forgetClaims() {
        var before = clock.instant().minus(Duration.ofHours(1)).toEpochMilli();
        Integer deleted = CLAIMS;
        // in small batches, so that holds do not wait long behind one of them
        while (deleted != null && deleted == CLAIMS) {
            deleted = writer.await(new Task<>("the purge of claims", jdbc -> jdbc.update("""
                    DELETE FROM claim WHERE (kind, scope, name) IN (
                        SELECT kind, scope, name FROM claim WHERE expires_at < ? ORDER BY expires_at LIMIT ?)""", before, CLAIMS)), WITHIN);
        }
    }

    private void forgetSavers() {
        var before = clock.instant().minus(MAX_RETRY_TIME);
        writer.await(new Task<>("the purge of stamps of savings", jdbc -> SavedBatch.forget(jdbc, before)), WITHIN);
    }

    /** Uses the index over the hold time, because the table may have millions of other rows. */
    private Optional<Day> oldest(long from, long until) {
        return reads.read(jdbc -> {
            var days = jdbc.queryForList(
                    "SELECT day_at FROM generation WHERE held_at >= ? AND held_at < ? ORDER BY held_at LIMIT 1",
                    Long.class,
                    from,
                    until);
            if (days.isEmpty()) {
                return Optional.empty();
            }
            long day = days.getFirst();
            return jdbc
                    .query(
                            """
                            SELECT MAX(held_at) AS last,
                                SUM(CASE WHEN state IN ('HELD', 'UNKNOWN') THEN 1 ELSE 0 END) AS still_open
                            FROM generation WHERE held_at >= ? AND held_at < ? AND day_at = ?""",
                            (row, _) -> new Day(day, row.getLong("last"), row.getLong("still_open") == 0),
                            day,
                            day + MAX_DAY,
                            day)
                    .stream()
                    .findFirst();
        });
    }

    /** Purges hour by hour, so that holds do not wait long behind one transaction. */
    private int purge(Day day) {
        var hours = reads.read(jdbc -> jdbc.queryForList(
                "SELECT DISTINCT hour_at FROM generation WHERE held_at >= ? AND held_at < ? AND day_at = ? ORDER BY hour_at",
                Long.class,
                day.startsAt(),
                day.startsAt() + MAX_DAY,
                day.startsAt()));
        int purged = 0;
        for (var hour : hours) {
            var count =
                    writer.await(new Task<>("the purge of an hour", jdbc -> purge(jdbc, day.startsAt(), hour)), WITHIN);
            if (count == null) {
                return purged;
            }
            purged += count;
        }
        writer.await(
                new Task<>(
                        "the purge of a day",
                        jdbc -> jdbc.update(
                                "DELETE FROM account WHERE period = 'day' AND starts_at = ?", day.startsAt())),
                WITHIN);
        return purged;
    }

    private int purge(JdbcTemplate jdbc, long day, long hour) {
        // accounts before generations, as everywhere; writers that change these accounts wait here
        jdbc.queryForList(
                "SELECT client FROM account WHERE period = 'hour' AND starts_at = ? ORDER BY client"
                        + store.forUpdate(),
                String.class,
                hour);
        jdbc.update("DELETE FROM account WHERE period = 'hour' AND starts_at = ?", hour);
        var these = "held_at >= ? AND held_at < ? AND hour_at = ? AND day_at = ?";
        Object[] which = {hour, hour + MAX_HOUR, hour, day};
        jdbc.update("""
                INSERT INTO rollup (hour_at, day_at, month_at, client, user_tag, model, generations, settled, images,
                    credits, reconciled, drift)
                SELECT hour_at, day_at, month_at, client, COALESCE(user_tag, ''), model, COUNT(*),
                    SUM(CASE WHEN state = 'SETTLED' THEN 1 ELSE 0 END), SUM(COALESCE(images_delivered, 0)),
                    SUM(COALESCE(credits_used, 0)), SUM(CASE WHEN reconciled_at IS NULL THEN 0 ELSE 1 END),
                    SUM(CASE WHEN reconciled_at IS NULL THEN 0
                        ELSE COALESCE(credits_used, 0) - COALESCE(vendor_credits, 0) END)
                FROM generation WHERE\s""" + these + " GROUP BY hour_at, day_at, month_at, client, COALESCE(user_tag, ''), model", which);
        jdbc.update(
                "DELETE FROM vendor_row WHERE generation IN (SELECT id FROM generation WHERE " + these + ")", which);
        // an image that is still kept stays: its owner may read it, and its end is in its own row
        jdbc.update(
                "DELETE FROM image WHERE state IN ('FAILED', 'REMOVED') AND generation IN (SELECT id FROM generation WHERE "
                        + these + ")",
                which);
        return jdbc.update("DELETE FROM generation WHERE " + these, which);
    }
}
