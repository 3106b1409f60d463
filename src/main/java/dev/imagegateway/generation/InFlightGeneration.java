package dev.imagegateway.generation;

import dev.imagegateway.ledger.Held;
import dev.imagegateway.ratelimit.GenerationLimits.Slot;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.GenerationCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A generation whose credits are held and that this process carries out. Any number of callers may wait for it. */
final class InFlightGeneration {

    private final AcceptedRequest request;
    private final Held held;
    private final Slot slot;
    private final RequestScope scope;
    private final CompletableFuture<CompletedGeneration> result = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * A generation.
     *
     * @param slot what it takes of its client's limits
     * @param scope for logs and traces of its work
     */
    InFlightGeneration(AcceptedRequest request, Held held, Slot slot, RequestScope scope) {
        this.request = request;
        this.held = held;
        this.slot = slot;
        this.scope = scope;
        if (request.isAwaited()) {
            waits();
        }
    }

    String id() {
        return request.generationId();
    }

    AcceptedRequest request() {
        return request;
    }

    Held held() {
        return held;
    }

    /** What is sent upstream for it. */
    GenerationCall call() {
        return new GenerationCall(request.image(), request.seed(), id(), held::mayAttempt, scope);
    }

    /** It is sent from now on, so it counts against its client's limits until its end. */
    void sent() {
        slot.sent();
    }

    /** It has ended, with a result or with a failure of the gateway. */
    void end(@Nullable CompletedGeneration completed, @Nullable Throwable failure) {
        try {
            slot.end();
        } finally {
            // last: who is told of it finds all else done
            if (failure == null) {
                result.complete(completed);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }

    /** The ledger's writer and the upstream's connections have no time to wait for Valkey at its end. */
    Executor endExecutor() {
        return slot.isShared() ? Thread::startVirtualThread : Runnable::run;
    }

    /** Done when it has ended, with this or with a failure of the gateway. */
    CompletableFuture<CompletedGeneration> result() {
        return result;
    }

    void waits() {
        waiting.incrementAndGet();
    }

    void waitsNoMore() {
        waiting.decrementAndGet();
    }

    boolean isAwaited() {
        return waiting.get() > 0;
    }

    CompletedGeneration completed(GenerationResult how, boolean isSettled) {
        return new CompletedGeneration(id(), request.seed(), how, held.endedAt(), isSettled);
    }
}
