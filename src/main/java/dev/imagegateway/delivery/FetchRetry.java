package dev.imagegateway.delivery;

import dev.imagegateway.delivery.FetchFailedException.Reason;
import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an image is asked for again ({@code gateway.delivery.fetch-retry}). A GET is free, so a failure of its host is no
 * reason to lose an image that is paid for.
 *
 * @param patience how long a fetch that fails is retried, 0 to 60 s; and for how long after an image was made a 404 means
 *     that its host does not have it yet
 * @param baseDelay the longest pause after the first try, 1 ms to 10 s; it doubles after each further one
 * @param maxDelay the longest pause, 1 ms to 60 s; a {@code Retry-After} of the host that is longer goes before it
 */
record FetchRetry(
        @DefaultValue("10s") @DurationMin() @DurationMax(minutes = 1)
        Duration patience,

        @DefaultValue("250ms") @DurationMin(millis = 1) @DurationMax(seconds = 10)
        Duration baseDelay,

        @DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(minutes = 1)
        Duration maxDelay) {

    /** After so many doublings every delay is at its longest. */
    private static final int MOST_DOUBLINGS = 16;

    @AssertTrue(message = "max-delay must not be below base-delay")
    boolean isMaxDelayInOrder() {
        return maxDelay.compareTo(baseDelay) >= 0;
    }

    /**
     * One fetch, which may take several tries.
     *
     * @param started when the first try began
     * @param made when the image was made
     * @param end when the last try has to end
     */
    record Fetch(Instant started, Instant made, Instant end) {}

    /**
     * The pause before the next try.
     *
     * @param tries that were made
     * @param missing how many of them were answered with 404
     * @throws FetchFailedException if there is none, with what is known now: a 404 is believed when it came twice, and
     *     when the image is not young any more
     */
    Duration pauseAfter(FetchFailedException failure, int tries, int missing, Fetch fetch) {
        var backoff = backoff(tries);
        return switch (failure.reason()) {
            case MISSING -> {
                if (missing > 1 && !isWithin(backoff, fetch.made().plus(patience))) {
                    throw failure.as(Reason.GONE);
                }
                yield unlessLate(backoff, fetch.end(), failure);
            }
            case UNAVAILABLE -> {
                var asked = failure.retryAfter();
                var pause = asked != null && asked.compareTo(backoff) > 0 ? asked : backoff;
                var patient = fetch.started().plus(patience);
                yield unlessLate(pause, patient.isBefore(fetch.end()) ? patient : fetch.end(), failure);
            }
            case GONE, UNUSABLE -> throw failure;
        };
    }

    private static Duration unlessLate(Duration pause, Instant end, FetchFailedException failure) {
        if (!isWithin(pause, end)) {
            throw failure.as(Reason.UNAVAILABLE);
        }
        return pause;
    }

    private static boolean isWithin(Duration pause, Instant end) {
        return !Instant.now().plus(pause).isAfter(end);
    }

    /** Doubled each time, less a random part of at most a half, so that many who wait do not come back together. */
    private Duration backoff(int tries) {
        var doubled = baseDelay.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        var longest = doubled.compareTo(maxDelay) < 0 ? doubled : maxDelay;
        return Duration.ofNanos(
                longest.toNanos() / 2 + ThreadLocalRandom.current().nextLong(longest.toNanos() / 2 + 1));
    }
}
