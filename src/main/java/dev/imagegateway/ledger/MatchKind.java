package dev.imagegateway.ledger;

import java.util.Locale;

/** How a request was matched to an earlier generation. */
public enum MatchKind {
    /** Its {@code Idempotency-Key}. */
    IDEMPOTENCY_KEY,
    /** Its {@code x-ms-client-request-id}, which Azure's clients leave as it is when they repeat. */
    CLIENT_REQUEST_ID,
    /** It says itself that it is a retry. */
    RETRY,
    /** Its seed, with which the upstream makes the same images again. */
    SEEDED;

    /** The name in books and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
