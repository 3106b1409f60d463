package dev.imagegateway.generation;

import dev.imagegateway.ledger.Hold;
import dev.imagegateway.ratelimit.GenerationSlot;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.GenerationAttempts;
import dev.imagegateway.upstream.GenerationCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A generation with a hold that this process executes. Any number of callers may wait for it. */
final class InFlightGeneration {

    private final AcceptedRequest request;
    private final Hold hold;
    private final GenerationSlot slot;
    private final RequestScope scope;
    private final CompletableFuture<CompletedGeneration> result = new CompletableFuture<>();
    private final AtomicInteger waiters = new AtomicInteger();
    private GenerationSpan span = GenerationSpan.NONE;

    /**
     * Creates a generation.
     *
     * @param slot its share of the client's limits
     * @param scope the logging and tracing context of its work
     */
    InFlightGeneration(AcceptedRequest request, Hold hold, GenerationSlot slot, RequestScope scope) {
        this.request = request;
        this.hold = hold;
        this.slot = slot;
        this.scope = scope;
        if (request.isAwaited()) {
            addWaiter();
        }
    }

    String id() {
        return request.generationId();
    }

    AcceptedRequest request() {
        return request;
    }

    Hold hold() {
        return hold;
    }

    /** The logging and tracing context of its work. */
    RequestScope scope() {
        return scope;
    }

    /** Begins the call to the upstream, with the span of its attempts. */
    GenerationCall call(GenerationSpan attempts) {
        span = attempts;
        return new GenerationCall(
                () -> request.image().upstreamBody(request.seed()), id(), hold::mayAttempt, span.of(scope));
    }

    /** Ends the span of its attempts. */
    void attempted(GenerationAttempts attempts, GenerationResult ended) {
        span.end(attempts, ended);
    }

    /** Ends the span of its attempts, unless it has ended. */
    void failed(Throwable failure) {
        span.end(failure);
    }

    /** Counts the generation against its client's limits until it ends. */
    void sent() {
        slot.sent();
    }

    /** Ends the generation with a result, or with a failure of the gateway. */
    void end(@Nullable CompletedGeneration completed, @Nullable Throwable failure) {
        try {
            slot.end();
        } finally {
            // last, so that waiting callers see everything else completed
            if (failure == null) {
                result.complete(completed);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }

    /** Keeps the ledger's writer and the upstream's event loops from waiting for Valkey when the slot is released. */
    Executor endExecutor() {
        return slot.isShared() ? InFlightGeneration::runApart : Runnable::run;
    }

    private static void runApart(Runnable end) {
        try {
            Thread.startVirtualThread(end);
        } catch (RuntimeException | Error _) {
            // a generation has to end, or it would keep its slot and a stop would wait for it
            end.run();
        }
    }

    /** Completes when the generation has ended, exceptionally if the gateway failed. */
    CompletableFuture<CompletedGeneration> result() {
        return result;
    }

    void addWaiter() {
        waiters.incrementAndGet();
    }

    void removeWaiter() {
        waiters.decrementAndGet();
    }

    boolean isAwaited() {
        return waiters.get() > 0;
    }

    CompletedGeneration completed(GenerationResult how, boolean isStored) {
        return new CompletedGeneration(id(), request.seed(), how, hold.endedAt(), isStored);
    }
}
