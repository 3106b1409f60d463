package dev.imagegateway.ledger;

import dev.imagegateway.client.BudgetPeriod;
import dev.imagegateway.client.OperatorBudget;
import dev.imagegateway.ledger.Change.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Sums what is older than the retention, day by day, and deletes it in the same transaction. A day with a generation
 * that is still open stays whole.
 */
final class Purge {

    private static final Logger log = LoggerFactory.getLogger(Purge.class);

    private final LedgerWriter writer;
    private final Store store;
    private final OperatorBudget operator;
    private final Duration retention;
    private final Clock clock;

    Purge(LedgerWriter writer, Store store, OperatorBudget operator, Duration retention, Clock clock) {
        this.writer = writer;
        this.store = store;
        this.operator = operator;
        this.retention = retention;
        this.clock = clock;
    }

    /** Purges every day that is due; returns how many generations went. */
    int run() {
        // a day is due when its last moment is older than the retention
        var oldestKept = BudgetPeriod.DAY
                .startOf(clock.instant().minus(retention), operator.zone())
                .toEpochMilli();
        var days = writer.await(
                new Task<>("the days to purge", jdbc -> jdbc.queryForList("""
                        SELECT day_at FROM generation WHERE held_at < ?
                        GROUP BY day_at HAVING MAX(held_at) < ?
                            AND SUM(CASE WHEN state IN ('HELD', 'UNKNOWN') THEN 1 ELSE 0 END) = 0
                        ORDER BY day_at""", Long.class, oldestKept, oldestKept)),
                Duration.ofMinutes(1));
        int purged = 0;
        for (var day : days == null ? List.<Long>of() : days) {
            var count = writer.await(new Task<>("the purge of a day", jdbc -> purge(jdbc, day)), Duration.ofMinutes(1));
            purged += count == null ? 0 : count;
        }
        if (purged > 0) {
            log.info("{} generations older than {} days were summed and deleted", purged, retention.toDays());
        }
        return purged;
    }

    private int purge(JdbcTemplate jdbc, long day) {
        // accounts before generations, as everywhere; the month's stay, for it may not be over
        jdbc.queryForList(
                "SELECT client FROM account WHERE starts_at = ? AND period = 'day' ORDER BY client" + store.forUpdate(),
                String.class,
                day);
        var open = jdbc.queryForObject(
                "SELECT COUNT(*) FROM generation WHERE day_at = ? AND state IN ('HELD', 'UNKNOWN')",
                Integer.class,
                day);
        if (open != null && open > 0) {
            return 0;
        }
        jdbc.update("""
                DELETE FROM account WHERE (period = 'day' AND starts_at = ?)
                    OR (period = 'hour' AND starts_at IN (SELECT hour_at FROM generation WHERE day_at = ?))""", day, day);
        jdbc.update("""
                INSERT INTO rollup (hour_at, day_at, month_at, client, user_tag, model, generations, settled, images,
                    credits, reconciled, drift)
                SELECT hour_at, day_at, month_at, client, COALESCE(user_tag, ''), model, COUNT(*),
                    SUM(CASE WHEN state = 'SETTLED' THEN 1 ELSE 0 END), SUM(COALESCE(images_delivered, 0)),
                    SUM(COALESCE(credits_used, 0)), SUM(CASE WHEN reconciled_at IS NULL THEN 0 ELSE 1 END),
                    SUM(CASE WHEN reconciled_at IS NULL THEN 0
                        ELSE COALESCE(credits_used, 0) - COALESCE(vendor_credits, 0) END)
                FROM generation WHERE day_at = ?
                GROUP BY hour_at, day_at, month_at, client, COALESCE(user_tag, ''), model""", day);
        jdbc.update("DELETE FROM vendor_row WHERE generation IN (SELECT id FROM generation WHERE day_at = ?)", day);
        return jdbc.update("DELETE FROM generation WHERE day_at = ?", day);
    }
}
