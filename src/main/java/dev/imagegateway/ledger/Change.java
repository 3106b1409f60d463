package dev.imagegateway.ledger;

import dev.imagegateway.client.Client;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** A change for the ledger's writer. */
sealed interface Change<T> {

    /**
     * A hold, which is checked against the budgets.
     *
     * @param at the time that decides which periods it belongs to
     */
    record Holding(Hold hold, Instant at, List<AccountKey> accounts) implements Change<HoldDecision> {}

    /**
     * The transition of a generation to another state. It applies only if its evidence is better than the existing
     * evidence.
     *
     * @param creditsHeld the credits on hold
     * @param client the client whose budget may pass a threshold, if known
     * @param used credits; for {@link State#SETTLED} only
     * @param evidence null for {@link State#UNKNOWN} only
     * @param details details of the end, if any
     */
    record Transition(
            String id,
            List<AccountKey> accounts,
            long creditsHeld,
            @Nullable Client client,
            State to,
            @Nullable Long used,
            @Nullable Evidence evidence,
            @Nullable CompletionDetails details,
            Instant at)
            implements Change<Boolean> {

        /** @throws IllegalArgumentException if credits or evidence do not match the state */
        public Transition {
            if ((to == State.SETTLED) != (used != null) || (to == State.UNKNOWN) != (evidence == null)) {
                throw new IllegalArgumentException("credits go with SETTLED, and no evidence with UNKNOWN");
            }
        }
    }

    /** Any other change, in a transaction of its own. It may run twice if the first transaction fails. */
    record Task<T>(String name, Function<JdbcTemplate, T> work) implements Change<T> {}
}
