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
 * How far our books and the vendor's were put side by side, and by how much they differ. Every method throws
 * {@link dev.imagegateway.problem.GatewayException}, {@code ledger-unavailable}, when the store does not answer.
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
     * Generations next to one another.
     *
     * @param from when the first of them was held
     * @param until after the last of them was
     * @param lastDeadline after which no answer to any of them could come
     */
    public record Stretch(Instant from, Instant until, Instant lastDeadline) {}

    /**
     * The oldest generations that were never reconciled, though their end is certain.
     *
     * @param heldFrom not those held before
     * @param deadlineBefore no answer to them could come after this
     * @param longest from the first to the last
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

    /** When the oldest of them was held. */
    public Optional<Instant> oldestHeld(Instant heldFrom, Instant deadlineBefore) {
        return oldest(heldFrom, deadlineBefore, Duration.ZERO).map(Stretch::from);
    }

    /** Generations that are unknown and whose last moment came after this, the newest first, 1000 at most. */
    public List<Entry> unknown(Instant deadlineAfter) {
        return reads.read(jdbc -> new Rows(jdbc)
                .find(
                        Rows.UNKNOWN + " AND deadline >= ? ORDER BY held_at DESC LIMIT 1000",
                        deadlineAfter.toEpochMilli()));
    }

    /** By how many credits our books exceed the vendor's, of all kept generations that were reconciled. */
    public long drift() {
        return reads.read(jdbc -> Objects.requireNonNullElse(
                // in the words of the index generation_drift, which has but the few that differ
                jdbc.queryForObject("""
                        SELECT SUM(COALESCE(credits_used, 0) - COALESCE(vendor_credits, 0)) FROM generation
                        WHERE reconciled_at IS NOT NULL
                            AND COALESCE(credits_used, 0) <> COALESCE(vendor_credits, 0)""", Long.class), 0L));
    }

    /**
     * From when on refunds are to be read: where the last reading ended, or when the first charge was made; empty while
     * there is nothing to give back.
     */
    public Optional<Instant> refundsReadTo() {
        return reads.read(jdbc -> {
            var bookmark =
                    jdbc.queryForList("SELECT read_to FROM bookmark WHERE name = ?", Long.class, REFUNDS).stream()
                            .findFirst();
            return bookmark.or(() -> Optional.ofNullable(first(jdbc.queryForList(
                            "SELECT MIN(created_at) FROM vendor_row WHERE kind = 'charge'", Long.class))))
                    .map(Instant::ofEpochMilli);
        });
    }

    private static @Nullable Long first(List<@Nullable Long> values) {
        return values.getFirst();
    }

    /** Refunds were read up to here. */
    public void refundsRead(Instant to) {
        var written = writer.await(
                new Task<>(
                        "how far refunds were read",
                        jdbc -> jdbc.update(
                                "INSERT INTO bookmark (name, read_to) VALUES (?, ?)"
                                        + " ON CONFLICT (name) DO UPDATE SET read_to = excluded.read_to",
                                REFUNDS,
                                to.toEpochMilli())),
                WRITTEN_WITHIN);
        if (written == null) {
            throw Ledger.unavailable();
        }
    }
}
