package dev.imagegateway.ledger;

import dev.imagegateway.client.Client;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** One change for the ledger's writer. */
sealed interface Change<T> {

    /**
     * A hold, decided against the budgets.
     *
     * @param at this moment, which decides the periods it belongs to
     */
    record Holding(Hold hold, Instant at, List<AccountKey> accounts) implements Change<HoldDecision> {}

    /**
     * A generation's next state, if the evidence for it is better than what is there.
     *
     * @param creditsHeld what the hold set aside
     * @param client whose budget it may pass a threshold of, if known
     * @param used credits; for {@link State#SETTLED} only
     * @param evidence null for {@link State#UNKNOWN} only
     * @param details what its end brought to light, if anything
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

        /** Refuses what would be no ending. */
        public Transition {
            if ((to == State.SETTLED) != (used != null) || (to == State.UNKNOWN) != (evidence == null)) {
                throw new IllegalArgumentException("credits go with SETTLED, and no evidence with UNKNOWN");
            }
        }
    }

    /** Anything else, in a transaction of its own. It may run twice when the store stumbles. */
    record Task<T>(String name, Function<JdbcTemplate, T> work) implements Change<T> {}
}
