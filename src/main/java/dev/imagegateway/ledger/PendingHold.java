package dev.imagegateway.ledger;

import dev.imagegateway.problem.ProblemType;
import java.time.Instant;
import java.util.List;

/**
 * A hold that is to be written, which is checked against the budgets.
 *
 * @param at the time that decides which periods it belongs to
 */
record PendingHold(HoldRequest request, Instant at, List<AccountKey> accounts) implements Change<HoldResult> {

    String id() {
        return request.id();
    }

    /** The release of this hold, which nobody is going to send. */
    Transition unheard(Instant now) {
        return new Transition(
                id(),
                accounts,
                request.credits().amount(),
                request.client(),
                State.RELEASED,
                null,
                Evidence.NOT_SENT,
                CompletionDetails.unsent(ProblemType.LEDGER_UNAVAILABLE.code()),
                now);
    }
}
