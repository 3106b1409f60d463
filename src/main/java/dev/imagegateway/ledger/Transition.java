package dev.imagegateway.ledger;

import dev.imagegateway.client.Client;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    Transition {
        if ((to == State.SETTLED) != (used != null) || (to == State.UNKNOWN) != (evidence == null)) {
            throw new IllegalArgumentException("credits go with SETTLED, and no evidence with UNKNOWN");
        }
    }
}
