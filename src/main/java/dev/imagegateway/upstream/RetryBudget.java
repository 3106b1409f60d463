package dev.imagegateway.upstream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the retries of the process to a fraction of its requests, because retrying everything makes an outage worse.
 * Attempts never exceed {@code (1 + ratio) × requests + minimum}.
 */
final class RetryBudget {

    /** The cost of a retry. High, so that the share of a request is an integer. */
    private static final long RETRY = 1_000_000;

    private final long share;
    private final long max;
    private final AtomicLong saved;

    RetryBudget(RetryProperties properties) {
        this.share = Math.round(properties.budgetRatio() * RETRY);
        this.max = Math.max(properties.budgetMinimum() * RETRY, share);
        this.saved = new AtomicLong(properties.budgetMinimum() * RETRY);
    }

    /** Counts a request, which adds its share. */
    void request() {
        saved.updateAndGet(now -> Math.min(max, now + share));
    }

    /** Takes a retry from the budget. Returns false if the budget is used up. */
    boolean tryRetry() {
        while (true) {
            var now = saved.get();
            if (now < RETRY) {
                return false;
            }
            if (saved.compareAndSet(now, now - RETRY)) {
                return true;
            }
        }
    }
}
