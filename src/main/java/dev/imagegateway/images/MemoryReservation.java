package dev.imagegateway.images;

import java.util.concurrent.CompletableFuture;

/** The share of one request in {@link Base64Memory}. Only that class changes it. */
final class MemoryReservation {

    private final String client;
    private final CompletableFuture<Void> held = new CompletableFuture<>();

    /** Bytes: the expected size first, the actual size later. */
    private long bytes;

    private State state = State.EXPECTED;

    MemoryReservation(String client, long bytes) {
        this.client = client;
        this.bytes = bytes;
    }

    enum State {
        /** The size is not known yet. */
        EXPECTED,
        /** The size is known, and there is no room for it yet. */
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

    /** Completes when there is room. */
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
