package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds what a retry repeats: the caller says that it is one, and not of which request. */
final class EarlierTries {

    private final JdbcTemplate jdbc;

    EarlierTries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Try(
            String id,
            State state,
            boolean hasImages,
            int count,
            @Nullable Long answeredAt) {

        /** Who got images has the least reason to come again; who waits may have given up. */
        private int reason() {
            if (state == State.HELD) {
                return 1;
            }
            return isAnswered() ? 2 : 0;
        }

        private boolean isAnswered() {
            return state == State.SETTLED && hasImages && answeredAt != null;
        }

        private boolean isRecent(Instant since) {
            return !isAnswered() || (answeredAt != null && answeredAt >= since.toEpochMilli());
        }
    }

    /**
     * Takes over an earlier try's generation, if there is one: of the try just before this one rather than of others,
     * and then the oldest. Each is taken over once at most by tries of one number.
     */
    Optional<Adoption> adopt(String client, String requestHash, Tries tries, Instant at) {
        if (tries.count() == 0) {
            return Optional.empty();
        }
        var candidates = jdbc
                .query(
                        """
                        SELECT id, state, answer, retry_count, answered_at FROM generation
                        WHERE client = ? AND request_hash = ? AND held_at >= ? AND retry_count < ?
                        ORDER BY held_at, id""",
                        (row, _) -> {
                            var answered = row.getLong("answered_at");
                            var isAnswered = !row.wasNull();
                            return new Try(
                                    row.getString("id"),
                                    State.valueOf(row.getString("state")),
                                    row.getString("answer") != null,
                                    row.getInt("retry_count"),
                                    isAnswered ? answered : null);
                        },
                        client,
                        requestHash,
                        at.minus(tries.adoptWithin()).toEpochMilli(),
                        tries.count())
                .stream()
                .filter(candidate -> candidate.isRecent(at.minus(tries.answeredWithin())))
                // sorted stably, so that the oldest comes first among equals
                .sorted(Comparator.<Try>comparingInt(candidate -> -candidate.count())
                        .thenComparingInt(Try::reason))
                .toList();
        for (var candidate : candidates) {
            var taken = jdbc.update(
                    "UPDATE generation SET retry_count = ? WHERE id = ? AND retry_count < ?",
                    tries.count(),
                    candidate.id(),
                    tries.count());
            if (taken == 1) {
                return Optional.of(new Adoption(candidate.id(), candidate.state() == State.RELEASED));
            }
        }
        return Optional.empty();
    }

    /** Somebody was told of its images just now. */
    void answered(String generation, Instant at) {
        jdbc.update("UPDATE generation SET answered_at = ? WHERE id = ?", at.toEpochMilli(), generation);
    }
}
