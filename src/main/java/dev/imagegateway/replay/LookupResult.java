package dev.imagegateway.replay;

import dev.imagegateway.ledger.EarlierClaim.AlreadyClaimed;
import dev.imagegateway.problem.Problem;

/** The result of a lookup. */
public sealed interface LookupResult permits LookupResult.Found, LookupResult.Refused, Reservation {

    /** The generation of an earlier request. */
    record Found(AlreadyClaimed earlier) implements LookupResult {}

    /** The request is refused. */
    record Refused(Problem problem) implements LookupResult {}
}
