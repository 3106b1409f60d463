package dev.imagegateway.ledger;

import dev.imagegateway.problem.ProblemType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds the generation that a retry repeats. The caller declares a retry without naming the request that it repeats.
 */
final class EarlierTries {

    /** If all of these were adopted by others, very many equal requests are in flight. */
    private static final int MAX_CANDIDATES = 20;

    /** The outcomes after which a client repeats its request by itself, as a list for SQL. */
    private static final String RETRIED_OUTCOMES = Arrays.stream(ProblemType.values())
            .filter(ProblemType::mayBeRepeated)
            .map(type -> "'" + type.code() + "'")
            .collect(Collectors.joining(", "));

    private final JdbcTemplate jdbc;

    EarlierTries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adopts the generation of an earlier try, if there is one. At most one try of each number adopts a generation. A
     * failed one is adopted only once, and the new generation continues its count.
     */
    Optional<Adoption> adopt(RequestIdentity request, RetryAttempt tries, Instant at) {
        for (var candidate : candidates(request, tries, at)) {
            // the state as of this update: the candidate may have ended since it was selected
            var state = jdbc.query(
                    """
                    UPDATE generation SET retry_count = CASE WHEN state = 'RELEASED' THEN NULL ELSE ? END
                    WHERE id = ? AND retry_count < ? RETURNING state""", (row, _) -> State.valueOf(row.getString("state")), tries.count(), candidate, tries.count());
            if (!state.isEmpty()) {
                return Optional.of(
                        new Adoption(candidate, state.getFirst() != State.HELD, state.getFirst() == State.RELEASED));
            }
        }
        return Optional.empty();
    }

    /** Whether a generation could be adopted. */
    boolean areThere(RequestIdentity request, RetryAttempt tries, Instant at) {
        return !candidates(request, tries, at).isEmpty();
    }

    /**
     * Selects the candidates in order of preference. Tries up to the last one that was admitted come first, the highest
     * number before lower ones. Within a number the order is: first those that failed in a way that clients retry,
     * because that retry is certain to come; then those in flight or ended without a waiting caller; then those with an
     * unknown outcome; last those whose images were returned recently, since the response may not have arrived.
     */
    private List<String> candidates(RequestIdentity request, RetryAttempt tries, Instant at) {
        if (tries.count() == 0) {
            return List.of();
        }
        return jdbc.query(
                """
                SELECT id FROM generation
                WHERE client = ? AND request_hash = ? AND held_at >= ? AND retry_count < ?
                    AND user_tag IS NOT DISTINCT FROM CAST(? AS TEXT)
                    AND (state = 'HELD'
                        OR (state = 'RELEASED' AND outcome IN (%s) AND ended_at >= ?)
                        OR (state IN ('UNKNOWN', 'SETTLED') AND (answered_at IS NULL OR outcome = 'outcome-unknown'))
                        OR (state = 'SETTLED' AND outcome = 'succeeded' AND answered_at >= ?))
                ORDER BY CASE WHEN retry_count > ? THEN 1 ELSE 0 END, retry_count DESC,
                    CASE WHEN state = 'RELEASED' THEN 0
                        WHEN state = 'HELD' OR answered_at IS NULL THEN 1
                        WHEN outcome = 'outcome-unknown' THEN 2
                        ELSE 3 END,
                    held_at, id
                LIMIT ?""".formatted(RETRIED_OUTCOMES),
                (row, _) -> row.getString("id"),
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
     * Records that a try did not deliver its images. If a later try has adopted the generation, the later one's
     * response counts.
     */
    void markNotDelivered(String generation, int retryCount) {
        jdbc.update(
                "UPDATE generation SET answered_at = NULL WHERE id = ? AND retry_count <= ?", generation, retryCount);
    }

    /** Records that a caller has just received the images. */
    void markDelivered(String generation, Instant at) {
        jdbc.update("UPDATE generation SET answered_at = ? WHERE id = ?", at.toEpochMilli(), generation);
    }
}
