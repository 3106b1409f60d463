package dev.imagegateway.upstream;

import dev.imagegateway.secret.Secret;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Refused.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides whether and when an attempt is retried. Only attempts that were certainly not billed are retried, and only a
 * limited number of times.
 */
final class RetryPolicy {

    private final RetryProperties properties;
    private final RetryBudget budget;
    private final KeyRing keys;

    RetryPolicy(RetryProperties properties, RetryBudget budget, KeyRing keys) {
        this.properties = properties;
        this.budget = budget;
        this.keys = keys;
    }

    /**
     * Returns the pause before the next attempt; empty if there is none.
     *
     * @param attempt the number of POSTs so far; 0 if the first was not sent, which is never retried
     * @param left the time until the generation's deadline
     * @param tried secrets that were refused for this generation
     */
    Optional<Duration> pauseAfter(AttemptOutcome outcome, int attempt, Duration left, Set<Secret> tried) {
        if (attempt >= properties.maxAttempts()) {
            return Optional.empty();
        }
        return switch (outcome) {
            // switching to another key does not repeat a failure, so it needs no budget; the number of attempts still
            // limits it
            case Refused refused
            when KeyRing.isAboutTheKey(refused) ->
                keys.pick(tried).isPresent() ? Optional.of(Duration.ZERO) : Optional.empty();
            case Refused refused
            when refused.kind() == Kind.LIMIT || refused.kind() == Kind.FAILURE ->
                within(refused.retryAfter().orElseGet(() -> backoff(attempt)), left);
            // other refusals by intermediaries would recur
            case Intercepted intercepted
            when intercepted.cause() == Intercepted.Cause.RATE ->
                within(intercepted.retryAfter().orElseGet(() -> backoff(attempt)), left);
            case NotSent notSent when notSent.reason() == Reason.NO_CONNECTION -> within(backoff(attempt), left);
            default -> Optional.empty();
        };
    }

    private Optional<Duration> within(Duration pause, Duration left) {
        return pause.compareTo(left) < 0 && budget.tryRetry() ? Optional.of(pause) : Optional.empty();
    }

    /** Exponential backoff with full jitter. */
    private Duration backoff(int attempt) {
        var doubled = properties.baseDelay().toNanos() << Math.min(attempt - 1, 30);
        var longest = Math.min(
                doubled < 0 ? Long.MAX_VALUE : doubled, properties.maxDelay().toNanos());
        return Duration.ofNanos(longest == 0 ? 0 : ThreadLocalRandom.current().nextLong(longest + 1));
    }
}
