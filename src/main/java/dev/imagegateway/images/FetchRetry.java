package dev.imagegateway.images;

import dev.imagegateway.images.FetchFailedException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.Retry.RetrySignal;

/**
 * Retries of image fetches ({@code gateway.delivery.fetch-retry}). A GET is free, so a temporary failure of the host
 * must not lose an image that was paid for.
 *
 * @param patience how long a failing fetch is retried, 0 to 60 s. Also how long the host of a young image has to answer
 *     404 until the image counts as missing. For images older than this by a minute, that is at most 2 s.
 * @param baseDelay maximum pause after the first try, 1 ms to 2 s, doubled after each further one
 */
record FetchRetry(
        @DefaultValue("10s") @DurationMin() @DurationMax(minutes = 1)
        Duration patience,

        @DefaultValue("250ms") @DurationMin(millis = 1) @DurationMax(seconds = 2)
        Duration baseDelay) {

    /** Maximum pause. A longer {@code Retry-After} of the host takes precedence. */
    private static final Duration MAX_DELAY = Duration.ofSeconds(2);

    /** How long the host of an old image has to answer 404. A brief failure must not cost a paid image. */
    private static final Duration OLD_MISSING_WAIT = Duration.ofSeconds(2);

    /** Allowed clock difference between replicas, within which a young image does not count as old. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    /** After this many doublings every delay has reached its maximum. */
    private static final int MOST_DOUBLINGS = 16;

    /**
     * Returns the retries of a fetch that starts now. They end with a {@link FetchFailedException}. An image counts as
     * missing after at least two 404s over a sufficient time.
     *
     * @param made when the image was made, by the clock of the process that requested it
     * @param timeout time limit for all tries
     * @param isLook whether to retry only after a 404
     */
    Retry begin(Instant made, Duration timeout, boolean isLook) {
        var young = made.plus(patience).plus(CLOCK_SKEW).isAfter(Instant.now());
        var tries = new FetchTries(
                timeout, young ? patience : least(patience, least(OLD_MISSING_WAIT, timeout.dividedBy(2))));
        return Retry.from(failed -> failed.concatMap(failure -> Mono.delay(pauseAfter(failure, tries, isLook))));
    }

    /** @throws FetchFailedException if there is no further try */
    private Duration pauseAfter(RetrySignal failed, FetchTries tries, boolean isLook) {
        if (!(failed.failure() instanceof FetchFailedException failure)) {
            // the host has sent the image, and the store failed: to fetch it once more does not help
            throw Exceptions.propagate(failed.failure());
        }
        var backoff = backoff(failed.totalRetries());
        return switch (failure.reason()) {
            case MISSING -> {
                tries.missing();
                var rest = tries.untilBelieved();
                if (!rest.isPositive() && tries.isMissingTwice()) {
                    throw failure.as(Reason.GONE);
                }
                yield unlessLate(rest.isPositive() ? least(backoff, rest) : backoff, tries.timeout(), tries, failure);
            }
            case UNAVAILABLE -> {
                if (isLook) {
                    throw failure;
                }
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

    /** Doubles each time, minus a random part of at most half, so that waiting fetches do not retry all at once. */
    private Duration backoff(long retries) {
        var doubled = baseDelay.multipliedBy(1L << Math.min(retries, MOST_DOUBLINGS));
        var longest = least(doubled, MAX_DELAY);
        return Duration.ofNanos(
                longest.toNanos() / 2 + ThreadLocalRandom.current().nextLong(longest.toNanos() / 2 + 1));
    }
}
