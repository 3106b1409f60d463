package dev.imagegateway.replay;

import dev.imagegateway.ledger.EarlierClaim.AlreadyClaimed;
import dev.imagegateway.problem.Problem;

/** What answers a request. */
public sealed interface LookupResult permits LookupResult.Found, LookupResult.Refused, Reservation {

    /** An earlier request's generation. */
    record Found(AlreadyClaimed earlier) implements LookupResult {}

    /** Neither an earlier generation nor a new one. */
    record Refused(Problem problem) implements LookupResult {}
}
