package dev.imagegateway.images;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the store of images responded last time. Logs when that changes. */
final class StoreAvailability {

    private static final Logger log = LoggerFactory.getLogger(StoreAvailability.class);

    private @Nullable String fault;
    private long sinceNanos = System.nanoTime();
    private boolean isKnown;

    synchronized void responded() {
        if (fault != null) {
            log.info("The store of images responds again");
        }
        fault = null;
        contact();
    }

    /** @param reason for the operator, without secrets */
    synchronized void failed(String reason) {
        if (fault == null) {
            log.error("The store of images does not respond: {}. Copies wait until it does", reason);
        }
        fault = reason;
        contact();
    }

    private void contact() {
        isKnown = true;
        sinceNanos = System.nanoTime();
    }

    /** Why the store does not respond; null if it does. */
    @Nullable
    synchronized String fault() {
        return fault;
    }

    /** Whether the last contact was a success and not longer ago than this. */
    synchronized boolean isConfirmed(Duration within) {
        return isKnown && fault == null && System.nanoTime() - sinceNanos < within.toNanos();
    }
}
