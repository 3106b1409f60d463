package dev.imagegateway.ledger;

/** The result of a lookup for an earlier generation. */
public sealed interface EarlierLookup {

    /** An earlier request has made a matching claim. */
    record Found(EarlierClaim claim) implements EarlierLookup {}

    /** No match. */
    record NotFound() implements EarlierLookup {}

    /** Only an earlier try that failed unbilled. This try replaces it and gets a new generation. */
    record AfterFailedTry() implements EarlierLookup {}
}
