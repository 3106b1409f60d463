package dev.imagegateway.ledger;

/** What a lookup for an earlier request's generation has found. */
public sealed interface EarlierLookup {

    /** A claim of an earlier request. */
    record Found(EarlierClaim claim) implements EarlierLookup {}

    /** Nothing. */
    record NotFound() implements EarlierLookup {}

    /** Nothing but an earlier try that failed and cost nothing. This try takes its place and begins anew. */
    record AfterFailedTry() implements EarlierLookup {}
}
