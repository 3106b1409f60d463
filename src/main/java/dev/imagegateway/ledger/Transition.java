package dev.imagegateway.ledger;

import dev.imagegateway.client.Client;
import dev.imagegateway.problem.ProblemType;
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

    /** The release of a hold that was never sent, because its request was refused while the ledger was unavailable. */
    static Transition neverSent(String id, List<AccountKey> accounts, long creditsHeld, Instant at) {
        return new Transition(
                id,
                accounts,
                creditsHeld,
                null,
                State.RELEASED,
                null,
                Evidence.NOT_SENT,
                CompletionDetails.unsent(ProblemType.LEDGER_UNAVAILABLE.code()),
                at);
    }

    /** @throws IllegalArgumentException if credits or evidence do not match the state */
    Transition {
        if ((to == State.SETTLED) != (used != null) || (to == State.UNKNOWN) != (evidence == null)) {
            throw new IllegalArgumentException("credits go with SETTLED, and no evidence with UNKNOWN");
        }
    }
}
