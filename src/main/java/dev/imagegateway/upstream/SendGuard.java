package dev.imagegateway.upstream;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a POST was given to a connection that was ready for it, TLS included. It is decided once, by whoever comes
 * first: the connection that is about to write it, or the one who waits no longer and asks.
 */
final class SendGuard {

    private enum State {
        WAITING,
        WRITTEN,
        GIVEN_UP
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** To be called before the first byte; false if nobody waits for it any more, and it must not be written. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.WRITTEN);
    }

    /** Whether it was written, or a part of it may have been. If it was not, it will not be. */
    boolean hasBegun() {
        return !state.compareAndSet(State.WAITING, State.GIVEN_UP) && state.get() == State.WRITTEN;
    }
}
