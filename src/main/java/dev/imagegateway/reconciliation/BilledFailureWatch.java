package dev.imagegateway.reconciliation;

import dev.imagegateway.ledger.BilledFailures;
import dev.imagegateway.upstream.BillingVerdict;

/** Tells the upstream's client that the vendor bills failures, whichever replica has found that and when. */
final class BilledFailureWatch {

    private final BilledFailures found;
    private final BillingVerdict verdict;

    /** Looks at once, before the first request is accepted. */
    BilledFailureWatch(BilledFailures found, BillingVerdict verdict) {
        this.found = found;
        this.verdict = verdict;
        look();
    }

    void look() {
        found.lastFound().ifPresent(verdict::billed);
    }
}
