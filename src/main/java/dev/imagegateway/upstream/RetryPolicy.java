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

/** Whether an attempt is made again, and after how long: only what was certainly not billed, and never endlessly. */
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
     * The pause before the next attempt, or nothing if there is to be none.
     *
     * @param attempt how many POSTs have been made; 0 if the first was not sent, which is never tried again
     * @param left until the generation's deadline
     * @param tried secrets that this generation has tried in vain
     */
    Optional<Duration> pauseAfter(AttemptOutcome outcome, int attempt, Duration left, Set<Secret> tried) {
        if (attempt >= properties.maxAttempts()) {
            return Optional.empty();
        }
        return switch (outcome) {
            // another key is no repeat of what failed, so it needs no budget; the attempts still bound it
            case Refused refused
            when KeyRing.isAboutTheKey(refused) ->
                keys.pick(tried).isPresent() ? Optional.of(Duration.ZERO) : Optional.empty();
            case Refused refused
            when refused.kind() == Kind.LIMIT || refused.kind() == Kind.FAILURE ->
                within(refused.retryAfter().orElseGet(() -> backoff(attempt)), left);
            // what it does not let through now, it would not a moment later
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

    /** Full jitter: any part of a time that doubles. */
    private Duration backoff(int attempt) {
        var doubled = properties.baseDelay().toNanos() << Math.min(attempt - 1, 30);
        var longest = Math.min(
                doubled < 0 ? Long.MAX_VALUE : doubled, properties.maxDelay().toNanos());
        return Duration.ofNanos(longest == 0 ? 0 : ThreadLocalRandom.current().nextLong(longest + 1));
    }
}
