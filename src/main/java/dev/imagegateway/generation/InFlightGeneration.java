package dev.imagegateway.generation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A generation that this process carries out. Any number of callers may wait for its result. */
final class InFlightGeneration {

    private final String id;
    private final CompletableFuture<CompletedGeneration> completed = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();

    InFlightGeneration(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** It has ended, with this or with a failure of the gateway. */
    CompletableFuture<CompletedGeneration> ended() {
        return completed;
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
}
