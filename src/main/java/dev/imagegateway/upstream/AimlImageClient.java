package dev.imagegateway.upstream;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks AIML for images: as often as it is certain that nothing was billed, as worthwhile, and as there is time, and
 * never after an outcome that is unknown. Every failure is an outcome; it throws for none.
 */
public final class AimlImageClient {

    private static final Logger log = LoggerFactory.getLogger(AimlImageClient.class);

    private final AimlPost post;
    private final KeyRing keys;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final AdaptiveLimit limit;
    private final Retry retry;
    private final CircuitBreaker breaker;
    private final RateLimiter rate;
    private final Duration attemptTimeout;
    private final Duration generationTimeout;

    AimlImageClient(
            AimlPost post,
            KeyRing keys,
            RetryPolicy policy,
            RetryBudget budget,
            AdaptiveLimit limit,
            Guards guards,
            UpstreamProperties properties) {
        this.post = post;
        this.keys = keys;
        this.policy = policy;
        this.budget = budget;
        this.limit = limit;
        this.retry = guards.retry();
        this.breaker = guards.breaker();
        this.rate = guards.rate();
        this.attemptTimeout = properties.attemptTimeout();
        this.generationTimeout = properties.generationTimeout();
    }

    /** What came of an attempt, and when the next one is due, if it is. */
    record Attempted(AttemptOutcome outcome, Optional<Duration> pause) {}

    /** The longest that {@link #generate} takes: all attempts and the pauses between them. */
    public Duration timeout() {
        return generationTimeout;
    }

    /** The longest that any one of its attempts takes. */
    public Duration attemptTimeout() {
        return attemptTimeout;
    }

    /**
     * Sends the POST, again if need be, and waits for what comes of it.
     *
     * @param request what to draw
     * @param seed 1 to 2^63-1, sent whether or not the caller gave one, the same in each attempt
     * @param generation the generation's id; each attempt's own, {@code <generation>.<n>} with n from 1 and without
     *     gaps, goes upstream as {@code X-Client-Request-Id}, by which AIML's logs can be searched
     * @param mayAttempt asked immediately before each POST, after every wait for a turn; false ends the generation with
     *     {@link Reason#NOT_ALLOWED}
     */
    public GenerationAttempts generate(
            ImageGenerationRequest request, long seed, String generation, BooleanSupplier mayAttempt) {
        budget.request();
        var call = new Call(AimlRequestBody.of(request, seed), generation, mayAttempt, System.nanoTime());
        var last = Retry.decorateSupplier(retry, () -> attempt(call)).get();
        return new GenerationAttempts(last.outcome(), call.posts, call.keyPrefix);
    }

    private Attempted attempt(Call call) {
        // from the outside in: the breaker, the rate, the turn, the POST
        Supplier<AttemptOutcome> inTurn = () -> limit.through(() -> send(call));
        Supplier<AttemptOutcome> atRate = RateLimiter.decorateSupplier(rate, inTurn);
        Supplier<AttemptOutcome> guarded = CircuitBreaker.decorateSupplier(breaker, atRate);
        AttemptOutcome outcome;
        try {
            outcome = guarded.get();
        } catch (CallNotPermittedException _) {
            outcome = new NotSent(Reason.BREAKER_OPEN, "too many attempts have failed lately");
        } catch (RequestNotPermitted _) {
            outcome = new NotSent(Reason.QUEUE_FULL, "the configured rate of attempts is reached");
        }
        var pause = policy.pauseAfter(outcome, call.posts, call.left(generationTimeout), call.refused);
        if (pause.isPresent()) {
            log.info(
                    "{} was not billed ({} {}), next attempt in {} ms",
                    call.id(),
                    outcome.label(),
                    outcome.status(),
                    pause.get().toMillis());
        }
        return new Attempted(outcome, pause);
    }

    private AttemptOutcome send(Call call) {
        var left = call.left(generationTimeout);
        if (!left.isPositive()) {
            return new NotSent(Reason.TOO_LATE, "no time was left for an attempt");
        }
        var pick = keys.pick(call.refused);
        if (pick.isEmpty()) {
            return new NotSent(Reason.NO_KEY, "every key is resting");
        }
        if (!call.mayAttempt.getAsBoolean()) {
            return new NotSent(Reason.NOT_ALLOWED, "the attempt was not allowed when its turn had come");
        }
        var within = left.compareTo(attemptTimeout) < 0 ? left : attemptTimeout;
        call.posts++;
        call.keyPrefix = pick.get().secret().name();
        var outcome = post.send(call.body, pick.get().secret(), call.id(), within);
        if (keys.learn(pick.get(), outcome)) {
            call.refused.add(pick.get().secret());
        }
        return outcome;
    }

    /** One generation's way through its attempts; used by one thread. */
    private static final class Call {

        private final byte[] body;
        private final String generation;
        private final BooleanSupplier mayAttempt;
        private final long startedNanos;
        private final Set<Secret> refused = new HashSet<>();
        private int posts;
        private @Nullable String keyPrefix;

        Call(byte[] body, String generation, BooleanSupplier mayAttempt, long startedNanos) {
            this.body = body;
            this.generation = generation;
            this.mayAttempt = mayAttempt;
            this.startedNanos = startedNanos;
        }

        /** That of the POST that is about to go out, or was the last to. */
        String id() {
            return generation + "." + posts;
        }

        Duration left(Duration whole) {
            return whole.minusNanos(System.nanoTime() - startedNanos);
        }
    }
}
