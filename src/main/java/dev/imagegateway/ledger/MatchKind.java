package dev.imagegateway.ledger;

import java.util.Locale;

/** How a request was matched to an earlier generation. */
public enum MatchKind {
    /** Its {@code Idempotency-Key}. */
    IDEMPOTENCY_KEY,
    /** Its {@code x-ms-client-request-id}, which Azure's clients keep when they retry. */
    CLIENT_REQUEST_ID,
    /** The request declares itself a retry. */
    RETRY,
    /** Its seed, for which the upstream makes the same images again. */
    SEEDED;

    /** The name in the ledger and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
