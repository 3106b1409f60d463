package dev.imagegateway.ledger;

import java.util.Locale;

/** The state of a generation's credits. */
public enum State {
    /** On hold; the request is in flight. */
    HELD,
    /** Spent. */
    SETTLED,
    /** Returned: nothing was billed. */
    RELEASED,
    /** Still on hold: the generation may have been billed. Reconciliation with the vendor's records decides. */
    UNKNOWN;

    /** The name in JSON and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether credits are on hold. */
    boolean holds() {
        return this == HELD || this == UNKNOWN;
    }
}
