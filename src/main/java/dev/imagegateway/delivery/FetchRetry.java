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
 * Retries of image fetches ({@code gateway.delivery.fetch-retry}). A GET is free, so a temporary failure of the host
 * must not lose an image that was paid for.
 *
 * @param patience how long a failing fetch is retried, 0 to 60 s. Also how long the host of a young image has to answer
 *     404 until the image counts as missing. For images older than this by a minute, that is at most 2 s.
 * @param baseDelay maximum pause after the first try, 1 ms to 10 s, doubled after each further one
 * @param maxDelay maximum pause, 1 ms to 60 s; a longer {@code Retry-After} of the host takes precedence
 */
record FetchRetry(
        @DefaultValue("10s") @DurationMin() @DurationMax(minutes = 1)
        Duration patience,

        @DefaultValue("250ms") @DurationMin(millis = 1) @DurationMax(seconds = 10)
        Duration baseDelay,

        @DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(minutes = 1)
        Duration maxDelay) {

    /** How long the host of an old image has to answer 404. A brief failure must not cost a paid image. */
    private static final Duration OLD_MISSING_WAIT = Duration.ofSeconds(2);

    /** Allowed clock difference between replicas, within which a young image does not count as old. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** After this many doublings every delay has reached its maximum. */
    private static final int MOST_DOUBLINGS = 16;

    @AssertTrue(message = "max-delay must not be below base-delay")
    boolean isMaxDelayInOrder() {
        return maxDelay.compareTo(baseDelay) >= 0;
    }

    /**
     * Starts a fetch.
     *
     * @param made when the image was made, by the clock of the process that requested it
     * @param timeout time limit for all tries
     */
    FetchTries begin(Instant made, Duration timeout) {
        var young = made.plus(patience).plus(CLOCK_SKEW).isAfter(Instant.now());
        return new FetchTries(
                timeout, young ? patience : least(patience, least(OLD_MISSING_WAIT, timeout.dividedBy(2))));
    }

    /**
     * Returns the pause before the next try.
     *
     * @throws FetchFailedException if there is none, with the final reason. A 404 counts after it came at least twice
     *     and for long enough.
     */
    Duration pauseAfter(FetchFailedException failure, FetchTries tries) {
        var backoff = backoff(tries.count());
        return switch (failure.reason()) {
            case MISSING -> {
                var rest = tries.untilBelieved();
                if (!rest.isPositive() && tries.isMissingTwice()) {
                    throw failure.as(Reason.GONE);
                }
                yield unlessLate(rest.isPositive() ? least(backoff, rest) : backoff, tries.timeout(), tries, failure);
            }
            case UNAVAILABLE -> {
                var asked = failure.retryAfter();
                var pause = asked != null && asked.compareTo(backoff) > 0 ? asked : backoff;
                yield unlessLate(pause, patience, tries, failure);
            }
            case GONE, UNUSABLE -> throw failure;
        };
    }

    private static Duration unlessLate(
            Duration pause, Duration atMost, FetchTries tries, FetchFailedException failure) {
        if (!tries.isInTime(pause, atMost)) {
            throw failure.as(Reason.UNAVAILABLE);
        }
        return pause;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Exponential backoff with a random reduction by up to half, so that waiting fetches do not resume together. */
    private Duration backoff(int tries) {
        var doubled = baseDelay.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        var longest = least(doubled, maxDelay);
        return Duration.ofNanos(
                longest.toNanos() / 2 + ThreadLocalRandom.current().nextLong(longest.toNanos() / 2 + 1));
    }
}
