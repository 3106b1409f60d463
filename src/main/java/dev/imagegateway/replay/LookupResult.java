package dev.imagegateway.replay;

import dev.imagegateway.ledger.EarlierMatch;
import dev.imagegateway.problem.Problem;

/** The result of a lookup. */
public sealed interface LookupResult permits LookupResult.Found, LookupResult.Rejected, Reservation {

    /** The generation of an earlier request. */
    record Found(EarlierMatch earlier) implements LookupResult {}

    /** The request is rejected, because it contradicts an earlier one or an equal one was just rejected. */
    record Rejected(Problem problem) implements LookupResult {}
}
