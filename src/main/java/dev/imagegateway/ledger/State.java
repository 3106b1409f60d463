package dev.imagegateway.ledger;

import java.util.Locale;

/** Where a generation's money is. */
public enum State {
    /** Set aside; the request is on its way. */
    HELD,
    /** Spent. */
    SETTLED,
    /** Given back: nothing was billed. */
    RELEASED,
    /** Still set aside: it may have been billed, which the vendor's books will tell. */
    UNKNOWN;

    /** The name on the wire and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether credits are set aside for it. */
    boolean holds() {
        return this == HELD || this == UNKNOWN;
    }
}
