package dev.imagegateway.ledger;

import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.store.Reads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Up to which time the vendor's logs were read completely. Stored in the ledger, so that an older copy of the ledger
 * continues from its own time and finds what was lost. Every method throws
 * {@link dev.imagegateway.problem.GatewayException} {@code ledger-unavailable} if the database does not respond.
 */
public final class LogMark {

    private static final String LOGS = "logs";

    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(30);

    private final LedgerWriter writer;
    private final Reads reads;

    LogMark(LedgerWriter writer, Reads reads) {
        this.writer = writer;
        this.reads = reads;
    }

    /** The stored time; empty if there is none yet. */
    public Optional<Instant> readTo() {
        return reads.read(jdbc -> new Bookmarks(jdbc).find(LOGS));
    }

    /** When the newest generation was held; empty if there is none. */
    public Optional<Instant> newestHeld() {
        return reads.read(jdbc -> Optional.ofNullable(
                        newest(jdbc.queryForList("SELECT MAX(held_at) FROM generation", Long.class)))
                .map(Instant::ofEpochMilli));
    }

    private static @Nullable Long newest(List<@Nullable Long> values) {
        return values.getFirst();
    }

    /** Records that the logs were read up to this time, and forgets unmatched rows that are older than a time. */
    public void read(Instant to, Instant forgetBefore) {
        var _ = writer.require(
                new Task<>("how far the logs were read", jdbc -> {
                    jdbc.update("DELETE FROM unmatched_row WHERE created_at < ?", forgetBefore.toEpochMilli());
                    return new Bookmarks(jdbc).put(LOGS, to);
                }),
                WRITTEN_WITHIN);
    }
}
