package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A hold that is to be written, which is checked against the budgets.
 *
 * @param at the time that decides which periods it belongs to
 */
record PendingHold(HoldRequest request, Instant at, List<AccountKey> accounts) implements Change<HoldDecision> {

    String id() {
        return request.id();
    }

    /** The release of this hold, which nobody is going to send. */
    Transition release(Instant now) {
        return Transition.neverSent(id(), accounts, request.credits().amount(), now);
    }
}
