package dev.imagegateway.upstream;

import dev.imagegateway.upstream.AimlImageClient.Attempted;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Resilience4j instances named {@code upstream}.
 *
 * @param retry retries as {@link RetryPolicy} decides
 * @param breaker stops sending while most attempts fail
 * @param rate limits the rate of attempts
 */
record ResiliencePolicies(Retry retry, CircuitBreaker breaker, RateLimiter rate) {

    static final String NAME = "upstream";

    private static final Logger log = LoggerFactory.getLogger(ResiliencePolicies.class);

    /** Takes the decision from the result, which contains the pause. */
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
     * Makes an attempt if the breaker permits it, and records the outcome. Implemented here because Resilience4j 2.4
     * can ignore exceptions but not results.
     */
    CompletionStage<AttemptOutcome> throughBreaker(Supplier<? extends CompletionStage<AttemptOutcome>> attempt) {
        if (!breaker.tryAcquirePermission()) {
            return CompletableFuture.completedFuture(
                    new NotSent(NotSent.Reason.BREAKER_OPEN, "too many attempts have failed lately"));
        }
        var start = breaker.getCurrentTimestamp();
        CompletionStage<AttemptOutcome> stage;
        try {
            stage = attempt.get();
        } catch (RuntimeException | Error e) {
            stage = CompletableFuture.failedFuture(e);
        }
        return stage.whenComplete((outcome, failure) -> {
            try {
                record(outcome, failure, breaker.getCurrentTimestamp() - start);
            } catch (RuntimeException e) {
                // a listener of the breaker must not turn a paid response into a failure
                log.error("The circuit breaker could not record an outcome", e);
            }
        });
    }

    private void record(@Nullable AttemptOutcome outcome, @Nullable Throwable failure, long took) {
        if (outcome == null) {
            breaker.onError(took, breaker.getTimestampUnit(), Objects.requireNonNull(failure));
        } else if (isIgnored(outcome)) {
            breaker.releasePermission();
        } else {
            breaker.onResult(took, breaker.getTimestampUnit(), outcome);
        }
    }

    /**
     * Whether the breaker records neither success nor failure. What was not sent shows nothing about the upstream. A
     * rule's refusal may concern one prompt and costs its caller nothing, so any client could open the breaker for all
     * others.
     */
    private static boolean isIgnored(AttemptOutcome outcome) {
        return switch (outcome) {
            case NotSent notSent -> notSent.reason() != NotSent.Reason.NO_CONNECTION;
            case Intercepted intercepted -> intercepted.cause() == Intercepted.Cause.RULE;
            case Answered _, Refused _, Unknown _ -> false;
        };
    }

    /**
     * Whether the breaker records a failure: no response, a 5xx, or an intermediary that blocks the gateway. Refusals
     * because of the key and rate limits do not count.
     */
    static boolean isFailure(Object result) {
        return switch (result) {
            case Unknown _ -> true;
            case Refused refused -> refused.status() >= 500;
            case Intercepted intercepted -> intercepted.cause() == Intercepted.Cause.ADDRESS;
            case NotSent notSent -> notSent.reason() == NotSent.Reason.NO_CONNECTION;
            default -> false;
        };
    }
}
