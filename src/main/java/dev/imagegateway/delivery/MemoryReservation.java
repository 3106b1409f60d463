package dev.imagegateway.delivery;

import java.util.concurrent.CompletableFuture;

/** One request's part of {@link Base64Memory}, which alone changes it. */
final class MemoryReservation {

    private final String client;
    private final CompletableFuture<Void> held = new CompletableFuture<>();

    /** Bytes: expected at first, then needed. */
    private long bytes;

    private State state = State.EXPECTED;

    MemoryReservation(String client, long bytes) {
        this.client = client;
        this.bytes = bytes;
    }

    enum State {
        /** Nothing is there yet, and nobody knows how much it will be. */
        EXPECTED,
        /** It is known how much is needed, and there is no room for that yet. */
        WAITING,
        HELD,
        GIVEN_BACK
    }

    String client() {
        return client;
    }

    long bytes() {
        return bytes;
    }

    State state() {
        return state;
    }

    /** Done as soon as there is room. */
    CompletableFuture<Void> held() {
        return held;
    }

    void become(State next) {
        state = next;
    }

    void need(long needed) {
        bytes = needed;
    }
}
