package dev.imagegateway.upstream;

import com.netflix.concurrency.limits.Limiter.Listener;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits concurrent attempts to what the upstream has recently handled, using AIMD from Netflix's concurrency-limits.
 * The queue is implemented here because Netflix's blocks a thread per waiter. Like Netflix's, it is last in, first out.
 */
final class AdaptiveLimit {

    private final AIMDLimit limit;
    private final SimpleLimiter<Void> limiter;
    private final int queue;
    private final Duration maxWait;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<CompletableFuture<Optional<Listener>>> waiting = new ArrayDeque<>();

    /**
     * @param longest the maximum duration of an attempt. Netflix's own timeout must never be reached, because a
     *     response may have waited for the gateway.
     */
    AdaptiveLimit(ConcurrencyProperties properties, Duration longest, MeterRegistry meters) {
        this.limit = AIMDLimit.newBuilder()
                .initialLimit(properties.start())
                .minLimit(properties.floor())
                .maxLimit(properties.ceiling())
                .timeout(longest.toMillis() + 1000, TimeUnit.MILLISECONDS)
                .build();
        this.limiter = SimpleLimiter.newBuilder().limit(limit).build();
        this.queue = properties.queue();
        this.maxWait = properties.maxWait();
        Gauge.builder("image.gateway.upstream.limit", limit, AIMDLimit::getLimit)
                .description("POSTs to the upstream that may be under way at once, as found so far")
                .register(meters);
        Gauge.builder("image.gateway.upstream.limit.max", properties::ceiling)
                .description("The highest value of the limit of POSTs under way")
                .register(meters);
        Gauge.builder("image.gateway.upstream.queue", this, AdaptiveLimit::waiting)
                .description("Attempts that wait for their turn")
                .register(meters);
        Gauge.builder("image.gateway.upstream.queue.max", properties::queue)
                .description("Attempts that may wait for their turn")
                .register(meters);
    }

    /** Starts the attempt when a permit is free. Without a permit in time, nothing is sent. */
    CompletableFuture<AttemptOutcome> through(Supplier<CompletableFuture<AttemptOutcome>> attempt) {
        return turn().thenCompose(turn -> turn.map(mine -> taken(mine, attempt))
                .orElseGet(() -> CompletableFuture.completedFuture(new NotSent(
                        NotSent.Reason.QUEUE_FULL, "the queue for the upstream is full, or its wait too long"))));
    }

    private CompletableFuture<AttemptOutcome> taken(
            Listener turn, Supplier<CompletableFuture<AttemptOutcome>> attempt) {
        CompletableFuture<AttemptOutcome> outcome;
        try {
            outcome = attempt.get();
        } catch (RuntimeException | Error e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        return outcome.whenComplete((result, _) -> {
            giveBack(turn, result);
            next();
        });
    }

    private static void giveBack(Listener turn, @Nullable AttemptOutcome outcome) {
        switch (outcome) {
            case AttemptOutcome.Answered _ -> turn.onSuccess();
            case Refused refused when refused.kind() == Refused.Kind.LIMIT -> turn.onDropped();
            case Intercepted intercepted when intercepted.cause() == Intercepted.Cause.RATE -> turn.onDropped();
            case Unknown unknown when unknown.timedOut() -> turn.onDropped();
            case null, default -> turn.onIgnore();
        }
    }

    private CompletableFuture<Optional<Listener>> turn() {
        var mine = new CompletableFuture<Optional<Listener>>();
        lock.lock();
        try {
            var now = acquired();
            if (now.isPresent() || waiting.size() >= queue) {
                return CompletableFuture.completedFuture(now);
            }
            waiting.addFirst(mine);
        } finally {
            lock.unlock();
        }
        Deadline.unlessDone(mine, maxWait, () -> {
            mine.complete(Optional.empty());
            forgetDone();
        });
        return mine;
    }

    /** How many may be under way at once. */
    int limit() {
        return limit.getLimit();
    }

    /** How many are under way. */
    int inFlight() {
        return limiter.getInflight();
    }

    /** How many wait for their turn. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void forgetDone() {
        lock.lock();
        try {
            waiting.removeIf(CompletableFuture::isDone);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts waiting attempts while permits are free. Each starts on its own thread, because it may end at once and
     * call this method again.
     */
    private void next() {
        lock.lock();
        try {
            while (!waiting.isEmpty()) {
                var turn = acquired();
                if (turn.isEmpty()) {
                    return;
                }
                var first = waiting.removeFirst();
                Thread.ofVirtual().name("upstream-turn").start(() -> handOver(first, turn.get()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void handOver(CompletableFuture<Optional<Listener>> waiter, Listener turn) {
        if (!waiter.complete(Optional.of(turn))) {
            // it has timed out
            turn.onIgnore();
            next();
        }
    }

    @SuppressWarnings("NullAway") // SimpleLimiter ignores the context
    private Optional<Listener> acquired() {
        return limiter.acquire(null);
    }
}
