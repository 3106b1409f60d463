package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a generation uses of its client's limits. Closing returns everything, including the images, unless the
 * generation was sent. A sent generation counts as in flight until it ends.
 */
public final class GenerationSlot implements Admission, AutoCloseable {

    private enum State {
        ENTERED,
        IN_FLIGHT,
        ENDED,
        RETURNED
    }

    private final LimitStore store;
    private final Client client;
    private final String generation;
    private final ImageLoad load;
    private final List<LimitStatus> statuses;
    private final AtomicReference<State> state = new AtomicReference<>(State.ENTERED);

    /**
     * Creates a slot.
     *
     * @param statuses the status of the limits with this slot taken
     */
    GenerationSlot(LimitStore store, Client client, String generation, ImageLoad load, List<LimitStatus> statuses) {
        this.store = store;
        this.client = client;
        this.generation = generation;
        this.load = load;
        this.statuses = statuses;
    }

    /** The status of the limits: with this slot taken, or without it once it was returned. */
    public List<LimitStatus> statuses() {
        return state.get() == State.RETURNED
                ? statuses.stream()
                        .map(status -> status.returned(client.limits(), load))
                        .toList()
                : statuses;
    }

    /** Whether ending involves a call to Valkey. */
    public boolean isShared() {
        return store.isShared();
    }

    /** Marks the generation as sent. Its images then count whatever its outcome. */
    public void sent() {
        state.compareAndSet(State.ENTERED, State.IN_FLIGHT);
    }

    /** Ends the generation. */
    public void end() {
        var before = state.getAndSet(State.ENDED);
        if (before == State.ENTERED || before == State.IN_FLIGHT) {
            store.ended(client, generation);
        }
    }

    @Override
    public void close() {
        if (state.compareAndSet(State.ENTERED, State.RETURNED)) {
            try {
                store.giveBack(client, load);
            } finally {
                store.ended(client, generation);
            }
        }
    }
}
