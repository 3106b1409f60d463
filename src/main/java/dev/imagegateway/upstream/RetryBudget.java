package dev.imagegateway.upstream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the retries of the whole process to a part of its requests: when everything fails, retrying everything would
 * only make it worse. Attempts never exceed {@code (1 + ratio) × requests + minimum}.
 */
final class RetryBudget {

    /** A retry's price: large, so that a request's share of it is a whole number. */
    private static final long RETRY = 1_000_000;

    private final long share;
    private final long most;
    private final AtomicLong saved;

    RetryBudget(RetryProperties properties) {
        this.share = Math.round(properties.budgetRatio() * RETRY);
        this.most = Math.max(properties.budgetMinimum() * RETRY, share);
        this.saved = new AtomicLong(properties.budgetMinimum() * RETRY);
    }

    /** Counts a request: it brings its share. */
    void request() {
        saved.updateAndGet(now -> Math.min(most, now + share));
    }

    /** Takes a retry, if there is one. */
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
