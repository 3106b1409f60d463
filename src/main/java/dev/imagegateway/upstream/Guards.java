package dev.imagegateway.upstream;

import dev.imagegateway.upstream.AimlImageClient.Attempted;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;

/**
 * Resilience4j's three, by the name {@code upstream}.
 *
 * @param retry repeats as {@link RetryPolicy} says
 * @param breaker stops asking while most attempts fail
 * @param rate bounds attempts per time
 */
record Guards(Retry retry, CircuitBreaker breaker, RateLimiter rate) {

    static final String NAME = "upstream";

    /** Leaves the decision to the outcome, which carries it. */
    static RetryConfig retryConfig(int maxAttempts) {
        return RetryConfig.<Attempted>custom()
                .maxAttempts(maxAttempts)
                .retryOnResult(attempted -> attempted.pause().isPresent())
                .retryOnException(_ -> false)
                .intervalBiFunction((_, result) -> result.isRight()
                        ? result.get().pause().orElse(Duration.ZERO).toMillis()
                        : 0L)
                .build();
    }

    /**
     * What the breaker counts as a failure: no answer, 5xx, and an intermediary that does not let requests through; never
     * what the key brought about, nor a rate limit.
     */
    static boolean isFailure(Object result) {
        return switch (result) {
            case Unknown _ -> true;
            case Refused refused -> refused.status() >= 500;
            case Intercepted intercepted -> intercepted.cause() != Intercepted.Cause.RATE;
            case NotSent notSent -> notSent.reason() == NotSent.Reason.NO_CONNECTION;
            default -> false;
        };
    }
}
