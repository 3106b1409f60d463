package dev.imagegateway.images;

import java.time.Duration;

/** The tries of one fetch, timed by the monotonic clock. */
final class FetchTries {

    private final long started = System.nanoTime();
    private final Duration timeout;
    private final Duration missingWait;
    private int missing;
    private long firstMissing;

    /**
     * @param timeout time limit for all tries
     * @param missingWait how long the host has to answer 404 until the image counts as missing
     */
    FetchTries(Duration timeout, Duration missingWait) {
        this.timeout = timeout;
        this.missingWait = missingWait;
    }

    void missing() {
        if (missing == 0) {
            firstMissing = System.nanoTime();
        }
        missing++;
    }

    /** How much longer its host has to answer 404; zero or less if that is believed, but never after a single one. */
    Duration untilBelieved() {
        return missingWait.minusNanos(System.nanoTime() - firstMissing);
    }

    boolean isMissingTwice() {
        return missing > 1;
    }

    /** Whether a try after this pause starts within the time limit. */
    boolean isInTime(Duration pause, Duration atMost) {
        var end = atMost.compareTo(timeout) < 0 ? atMost : timeout;
        return pause.plusNanos(System.nanoTime() - started).compareTo(end) <= 0;
    }

    Duration timeout() {
        return timeout;
    }
}
