package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds the generation that a retry repeats. The caller says that its request is a retry, but not of which request. */
final class EarlierTries {

    /** Enough of them: who finds all of these taken over by others is one of very many equal requests. */
    private static final int MAX_CANDIDATES = 20;

    private final JdbcTemplate jdbc;

    EarlierTries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Try(String id, State state) {}

    /**
     * Takes over an earlier try's generation, if there is one. Each is taken over once at most by tries of one number; one
     * that failed, by one try alone, whose own generation carries the number on.
     */
    Optional<Adoption> adopt(RequestIdentity request, RetryAttempt tries, Instant at) {
        for (var candidate : candidates(request, tries, at)) {
            var taken = jdbc.update("""
                    UPDATE generation SET retry_count = CASE WHEN state = 'RELEASED' THEN NULL ELSE ? END
                    WHERE id = ? AND retry_count < ?""", tries.count(), candidate.id(), tries.count());
            if (taken == 1) {
                return Optional.of(new Adoption(
                        candidate.id(), candidate.state() != State.HELD, candidate.state() == State.RELEASED));
            }
        }
        return Optional.empty();
    }

    /** Whether there is one to be taken over. */
    boolean areThere(RequestIdentity request, RetryAttempt tries, Instant at) {
        return !candidates(request, tries, at).isEmpty();
    }

    /**
     * The last try that was let in rather than others. Among these first what failed in a way that its caller's
     * client repeats, for that one will come again for certain; then what is under way, or ended while nobody waited; then
     * what nobody knows the outcome of; and last images that were told a moment ago, and may not have arrived.
     */
    private List<Try> candidates(RequestIdentity request, RetryAttempt tries, Instant at) {
        if (tries.count() == 0) {
            return List.of();
        }
        return jdbc.query(
                """
                SELECT id, state FROM generation
                WHERE client = ? AND request_hash = ? AND held_at >= ? AND retry_count < ?
                    AND user_tag IS NOT DISTINCT FROM CAST(? AS TEXT)
                    AND (state = 'HELD'
                        OR (state = 'RELEASED' AND outcome IN ('overloaded', 'upstream-unavailable') AND ended_at >= ?)
                        OR (state IN ('UNKNOWN', 'SETTLED') AND (answered_at IS NULL OR outcome = 'outcome-unknown'))
                        OR (state = 'SETTLED' AND outcome = 'succeeded' AND answered_at >= ?))
                ORDER BY CASE WHEN retry_count > ? THEN 1 ELSE 0 END, retry_count DESC,
                    CASE WHEN state = 'RELEASED' THEN 0
                        WHEN state = 'HELD' OR answered_at IS NULL THEN 1
                        WHEN outcome = 'outcome-unknown' THEN 2
                        ELSE 3 END,
                    held_at, id
                LIMIT ?""",
                (row, _) -> new Try(row.getString("id"), State.valueOf(row.getString("state"))),
                request.client(),
                request.requestHash(),
                at.minus(tries.adoptWithin()).toEpochMilli(),
                tries.count(),
                request.userTag(),
                at.minus(tries.failedWithin()).toEpochMilli(),
                at.minus(tries.answeredWithin()).toEpochMilli(),
                tries.after(),
                MAX_CANDIDATES);
    }

    /**
     * A try could not hand over its images. If a later try has taken the generation over, that one's answer counts.
     *
     * @return whether this was the last try
     */
    boolean notDelivered(String generation, int retryCount) {
        return jdbc.update(
                        "UPDATE generation SET answered_at = NULL WHERE id = ? AND retry_count <= ?",
                        generation,
                        retryCount)
                == 1;
    }

    /** Somebody was told of its images just now. */
    void answered(String generation, Instant at) {
        jdbc.update("UPDATE generation SET answered_at = ? WHERE id = ?", at.toEpochMilli(), generation);
    }
}
