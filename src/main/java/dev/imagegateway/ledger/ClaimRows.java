package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and writes the rows of table {@code claim}. */
final class ClaimRows {

    /** Every attempt fails only because a concurrent request has claimed the key. */
    private static final int TRIES = 10;

    private final JdbcTemplate jdbc;

    ClaimRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The current owner of a key.
     *
     * @param client the client of the generation; null while its row is being written
     * @param state the state of the generation; null while its row is being written
     */
    private record Holder(
            String generation,
            @Nullable String client,
            String requestHash,
            long expiresAt,
            @Nullable State state,
            boolean hasImages) {

        private boolean isOpen() {
            return state == null || state == State.HELD;
        }

        private boolean answers(Claim claim, Instant at) {
            if (claim.replaces(generation)) {
                return false;
            }
            if (isOpen()) {
                return true;
            }
            if (expiresAt <= at.toEpochMilli()) {
                return false;
            }
            // a caller's key stays with a generation that may have been billed; a seed only avoids repeated cost
            return claim.kind() == MatchKind.SEEDED ? state == State.SETTLED && hasImages : state != State.RELEASED;
        }
    }

    /**
     * Finds the generation that a key currently belongs to.
     *
     * @param client the id of the calling client
     */
    Optional<EarlierClaim> find(Claim claim, String client, Instant at) {
        return Optional.ofNullable(holder(claim))
                .filter(holder -> holder.answers(claim, at))
                .map(holder -> answer(claim, holder, client));
    }

    /**
     * Claims a key for a generation, or returns the generation that has it already.
     *
     * @param client the id of the calling client
     */
    Optional<EarlierClaim> take(Claim claim, String generation, String client, Instant at) {
        for (int i = 0; i < TRIES; i++) {
            var holder = holder(claim);
            if (holder != null && holder.answers(claim, at)) {
                return Optional.of(answer(claim, holder, client));
            }
            // optimistic: if the claim has changed since it was read, nothing is updated
            var taken = jdbc.update(
                    """
                    INSERT INTO claim (kind, scope, name, request_hash, generation, expires_at) VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (kind, scope, name) DO UPDATE SET request_hash = excluded.request_hash,
                        generation = excluded.generation, expires_at = excluded.expires_at
                    WHERE claim.generation = ?""",
                    claim.kind().label(),
                    claim.scope(),
                    claim.name(),
                    claim.requestHash(),
                    generation,
                    at.plus(claim.keep()).toEpochMilli(),
                    holder == null ? "" : holder.generation());
            if (taken == 1) {
                return Optional.empty();
            }
        }
        throw new IllegalStateException("a name changes hands faster than it can be claimed");
    }

    /** Reverts a claim that this generation has just made. */
    void giveBack(Claim claim, String generation) {
        jdbc.update(
                "DELETE FROM claim WHERE kind = ? AND scope = ? AND name = ? AND generation = ?",
                claim.kind().label(),
                claim.scope(),
                claim.name(),
                generation);
    }

    private static EarlierClaim answer(Claim claim, Holder holder, String client) {
        return holder.requestHash().equals(claim.requestHash())
                ? new EarlierMatch(claim.kind(), holder.generation(), isOf(client, claim, holder), !holder.isOpen())
                : new KeyReused();
    }

    private static boolean isOf(String client, Claim claim, Holder holder) {
        // the row of a generation that is held in the same transaction is not written yet; its claims are its client's
        return holder.client() == null ? claim.scope().equals(client) : client.equals(holder.client());
    }

    private @Nullable Holder holder(Claim claim) {
        return jdbc
                .query(
                        """
                        SELECT c.generation, c.request_hash, c.expires_at, g.state, g.answer, g.client
                        FROM claim c LEFT JOIN generation g ON g.id = c.generation
                        WHERE c.kind = ? AND c.scope = ? AND c.name = ?""",
                        (row, _) -> {
                            var state = row.getString("state");
                            return new Holder(
                                    row.getString("generation"),
                                    row.getString("client"),
                                    row.getString("request_hash"),
                                    row.getLong("expires_at"),
                                    state == null ? null : State.valueOf(state),
                                    row.getString("answer") != null);
                        },
                        claim.kind().label(),
                        claim.scope(),
                        claim.name())
                .stream()
                .findFirst()
                .orElse(null);
    }
}
