package dev.imagegateway.ledger;

import dev.imagegateway.ledger.EvidenceProcessor.Changed;
import dev.imagegateway.store.Reads;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Remembers when the vendor's records last showed a failed attempt that was billed. All replicas and restarts see it. */
public final class BilledFailures {

    private static final String BOOKMARK = "billed-failure";

    /** The outcome of a generation whose last attempt the upstream answered with 500, 502 or 503. */
    private static final String FAILED = "upstream-failed";

    private final Reads reads;

    BilledFailures(Reads reads) {
        this.reads = reads;
    }

    /**
     * When one was last found; empty if never.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code ledger-unavailable} if the database does not respond
     */
    public Optional<Instant> lastFound() {
        return reads.read(jdbc -> new Bookmarks(jdbc).find(BOOKMARK));
    }

    /** Records the time in the transaction that adjusts the generations. */
    static void note(JdbcTemplate jdbc, List<Changed> changed, Instant at) {
        if (changed.stream().anyMatch(BilledFailures::isPossible)) {
            new Bookmarks(jdbc).put(BOOKMARK, at);
        }
    }

    /** The status of an earlier attempt is not stored, so any refusal before the last attempt counts. */
    private static boolean isPossible(Changed changed) {
        var attempts = changed.before().attempts();
        return changed.adjustment().billedRefusal()
                && (attempts == null
                        || attempts > 1
                        || FAILED.equals(changed.before().outcome()));
    }
}
