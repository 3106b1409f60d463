package dev.imagegateway.ledger;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a commit wait a little for others to be written with it, where many are coming: PostgreSQL's {@code commit_delay},
 * with its {@code commit_siblings} foretold from the rate at which changes have lately come. Used by one thread.
 */
final class CommitDelay {

    /** With fewer to come, waiting would cost each of them more than it saves. */
    private static final double SIBLINGS = 4;

    /** How much of what was known counts beside the latest batch. */
    private static final double MEMORY = 0.9;

    private final long delayNanos;
    private long lastNanos = System.nanoTime();
    private double changes;
    private double nanos = 1;

    /** @param delay 0 for none */
    CommitDelay(Duration delay) {
        this.delayNanos = delay.toNanos();
    }

    /** Waits if it is worthwhile; many or few, it is once for each batch. */
    void await() {
        if (changes / nanos * delayNanos >= SIBLINGS) {
            LockSupport.parkNanos(delayNanos);
        }
    }

    /** So many are written next. */
    void taken(int batch) {
        var now = System.nanoTime();
        changes = changes * MEMORY + batch;
        nanos = nanos * MEMORY + (now - lastNanos);
        lastNanos = now;
    }
}
