package dev.imagegateway.ledger;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Delays a commit briefly so that more changes share it, if enough are expected. Works like PostgreSQL's
 * {@code commit_delay}; what corresponds to {@code commit_siblings} is predicted from the recent rate of changes. Not
 * thread-safe.
 */
final class CommitDelay {

    /** With fewer expected changes, the delay would cost each of them more than it saves. */
    private static final double SIBLINGS = 4;

    /** Weight of earlier batches relative to the latest one. */
    private static final double MEMORY = 0.9;

    private final long delayNanos;
    private long lastNanos = System.nanoTime();
    private double changes;
    private double nanos = 1;

    /** @param delay 0 disables the delay */
    CommitDelay(Duration delay) {
        this.delayNanos = delay.toNanos();
    }

    /** Waits if the expected number of changes justifies it. Called once per batch. */
    void await() {
        if (changes / nanos * delayNanos >= SIBLINGS) {
            LockSupport.parkNanos(delayNanos);
        }
    }

    /** Records the size of the batch that is written next. */
    void taken(int batch) {
        var now = System.nanoTime();
        changes = changes * MEMORY + batch;
        nanos = nanos * MEMORY + (now - lastNanos);
        lastNanos = now;
    }
}
