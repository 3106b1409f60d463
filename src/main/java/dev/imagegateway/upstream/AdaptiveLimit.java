package dev.imagegateway.upstream;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.LifoBlockingLimiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets so many attempts through at once as the upstream has lately borne; Netflix's arithmetic (AIMD). */
final class AdaptiveLimit {

    private final Limiter<Void> limiter;

    /** @param attemptTimeout an answer that takes longer than that counts as one that did not come */
    AdaptiveLimit(ConcurrencyProperties properties, Duration attemptTimeout, MeterRegistry meters) {
        var limit = AIMDLimit.newBuilder()
                .initialLimit(properties.start())
                .minLimit(properties.floor())
                .maxLimit(properties.ceiling())
                .timeout(attemptTimeout.toMillis() + 1000, TimeUnit.MILLISECONDS)
                .build();
        Limiter<Void> simple = SimpleLimiter.newBuilder().limit(limit).build();
        this.limiter = LifoBlockingLimiter.newBuilder(simple)
                .backlogSize(properties.queue())
                .backlogTimeout(properties.maxWait().toMillis(), TimeUnit.MILLISECONDS)
                .build();
        Gauge.builder("upstream.limit", limit, AIMDLimit::getLimit)
                .description("POSTs to the upstream that may be under way at once, as found so far")
                .register(meters);
    }

    /** Runs the attempt when its turn comes; when it does not come, nothing was sent. */
    @SuppressWarnings("NullAway") // the library's context is of no use here
    AttemptOutcome through(Supplier<AttemptOutcome> attempt) {
        var turn = limiter.acquire(null);
        if (turn.isEmpty()) {
            return new NotSent(NotSent.Reason.QUEUE_FULL, "the queue for the upstream is full, or its wait too long");
        }
        AttemptOutcome outcome;
        try {
            outcome = attempt.get();
        } catch (RuntimeException e) {
            turn.get().onIgnore();
            throw e;
        }
        switch (outcome) {
            case AttemptOutcome.Answered _ -> turn.get().onSuccess();
            case Refused refused
            when refused.kind() == Refused.Kind.LIMIT -> turn.get().onDropped();
            case Unknown unknown when unknown.timedOut() -> turn.get().onDropped();
            default -> turn.get().onIgnore();
        }
        return outcome;
    }
}
