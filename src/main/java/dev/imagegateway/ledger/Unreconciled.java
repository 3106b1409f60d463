package dev.imagegateway.ledger;

import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.store.Reads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tracks how far the ledger was compared with the vendor's records and by how much they differ. Every method throws
 * {@link dev.imagegateway.problem.GatewayException} {@code ledger-unavailable} if the database does not respond.
 */
public final class Unreconciled {

    private static final String REFUNDS = "refunds";

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(30);

    private final LedgerWriter writer;
    private final Reads reads;

    Unreconciled(LedgerWriter writer, Reads reads) {
        this.writer = writer;
        this.reads = reads;
    }

    /**
     * A time range of consecutive generations.
     *
     * @param from when the first one was held
     * @param until after the last one was held
     * @param lastDeadline the time after which no response to any of them can arrive
     */
    public record Stretch(Instant from, Instant until, Instant lastDeadline) {}

    /**
     * Finds the oldest generations that have ended and were never reconciled.
     *
     * @param heldFrom only those held at this time or later
     * @param deadlineBefore only those whose deadline was before this time
     * @param longest maximum length of the range
     */
    public Optional<Stretch> oldest(Instant heldFrom, Instant deadlineBefore, Duration longest) {
        var open = "reconciled_at IS NULL AND state <> 'HELD' AND deadline < ? AND held_at >= ?";
        return reads.read(jdbc -> {
            var first = jdbc.queryForObject(
                    "SELECT MIN(held_at) FROM generation WHERE " + open,
                    Long.class,
                    deadlineBefore.toEpochMilli(),
                    heldFrom.toEpochMilli());
            return first == null
                    ? Optional.empty()
                    : Optional.ofNullable(jdbc.queryForObject(
                            "SELECT MAX(held_at) AS last_held, MAX(deadline) AS last_deadline FROM generation WHERE "
                                    + open + " AND held_at <= ?",
                            (row, _) -> new Stretch(
                                    Instant.ofEpochMilli(first),
                                    Instant.ofEpochMilli(row.getLong("last_held") + 1),
                                    Instant.ofEpochMilli(row.getLong("last_deadline"))),
                            deadlineBefore.toEpochMilli(),
                            first,
                            first + longest.toMillis()));
        });
    }

    /** When the oldest of these generations was held. */
    public Optional<Instant> oldestHeld(Instant heldFrom, Instant deadlineBefore) {
        return oldest(heldFrom, deadlineBefore, Duration.ZERO).map(Stretch::from);
    }

    /** Returns unknown generations whose deadline is at this time or later, newest first, at most 1000. */
    public List<Entry> unknown(Instant deadlineAfter) {
        return reads.read(jdbc -> new Rows(jdbc)
                .find(
                        Rows.UNKNOWN + " AND deadline >= ? ORDER BY held_at DESC LIMIT 1000",
                        deadlineAfter.toEpochMilli()));
    }

    /**
     * The credits by which the ledger exceeds the vendor's records, over all kept generations that were reconciled.
     */
    public long drift() {
        return reads.read(jdbc -> Objects.requireNonNullElse(
                // same condition as index generation_drift, which contains only the few rows that differ
                jdbc.queryForObject("""
                        SELECT SUM(COALESCE(credits_used, 0) - COALESCE(vendor_credits, 0)) FROM generation
                        WHERE reconciled_at IS NOT NULL
                            AND COALESCE(credits_used, 0) <> COALESCE(vendor_credits, 0)""", Long.class), 0L));
    }

    /**
     * The time from which refunds have to be read: the end of the last reading, or the time of the first charge. Empty
     * while there are no charges.
     */
    public Optional<Instant> refundsReadTo() {
        return reads.read(jdbc -> new Bookmarks(jdbc)
                .find(REFUNDS)
                .or(() -> Optional.ofNullable(first(jdbc.queryForList(
                                "SELECT MIN(created_at) FROM vendor_row WHERE kind = 'charge'", Long.class)))
                        .map(Instant::ofEpochMilli)));
    }

    private static @Nullable Long first(List<@Nullable Long> values) {
        return values.getFirst();
    }

    /** Records that refunds were read up to this time. */
    public void refundsRead(Instant to) {
        var _ = writer.require(
                new Task<>("how far refunds were read", jdbc -> new Bookmarks(jdbc).put(REFUNDS, to)), WRITTEN_WITHIN);
    }
}
