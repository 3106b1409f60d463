package dev.imagegateway.upstream;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Records whether a POST was passed to a ready connection, TLS included. Decided once: either the connection is about
 * to write the request, or the caller gives up first.
 */
final class SendGuard {

    private enum State {
        WAITING,
        WRITTEN,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /**
     * Must be called before the first byte. Returns false if the caller has given up, so that nothing may be written.
     */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.WRITTEN);
    }

    /** Whether the request was, possibly partly, written. If not, it will not be written after this call. */
    boolean hasBegun() {
        return !state.compareAndSet(State.WAITING, State.GIVEN_UP) && state.get() == State.WRITTEN;
    }
}
