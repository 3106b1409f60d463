package dev.imagegateway.generation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A generation that this process carries out, whoever waits for it. */
final class Flight {

    private final String id;
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Flight(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** It has ended, with this or with a failure of the gateway. */
    CompletableFuture<Ended> ended() {
        return ended;
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
