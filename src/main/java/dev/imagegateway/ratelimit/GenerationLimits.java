package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.telemetry.RequestOrigin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Limits a client's images per minute, generations in flight and waiting callers. */
public final class GenerationLimits {

    private final LimitStore store;
    private final Refusal refusal;
    private final InFlight waiting = new InFlight();

    GenerationLimits(LimitStore store, Refusal refusal, RateLimitMetrics metrics) {
        this.store = store;
        this.refusal = refusal;
        metrics.watch(Limit.WAITING_CALLERS, waiting);
    }

    /** The decision on a generation. */
    public sealed interface Admission permits Slot, Refused {

        /** The status of the checked limits after the decision. */
        List<LimitStatus> limits();
    }

    /** The decision on a waiting caller. */
    public sealed interface WaitAdmission permits Place, Refused {}

    /** Refused by a limit; nothing was counted. */
    public record Refused(Problem problem, List<LimitStatus> limits) implements Admission, WaitAdmission {}

    /** Counts a generation that is about to be held. */
    public Admission enter(Client client, String generation, int images, RequestOrigin origin) {
        return switch (store.generation(client, generation, images)) {
            case Decision.Granted granted -> new Slot(client, generation, images, granted.statuses());
            case Decision.Refused refused -> new Refused(refusal.of(client, refused, origin), refused.statuses());
        };
    }

    /**
     * Counts an HTTP request that waits for a generation. Counted per process, because a waiting request uses this
     * process's memory.
     *
     * @param waiter a unique id of this wait
     */
    public WaitAdmission await(Client client, String waiter, RequestOrigin origin) {
        var limits = client.limits();
        if (waiting.tryEnter(client.id(), waiter, limits.waitingCallers())) {
            return new Place(client.id(), waiter);
        }
        var statuses = List.of(LimitStatus.of(Limit.WAITING_CALLERS, limits, 0, Duration.ZERO));
        var refused = new Decision.Refused(Limit.WAITING_CALLERS, LocalLimits.RETRY_AFTER, statuses);
        return new Refused(refusal.of(client, refused, origin), statuses);
    }

    /** The place of a waiting caller, held until it is closed. */
    public final class Place implements WaitAdmission, AutoCloseable {

        private final String client;
        private final String waiter;

        private Place(String client, String waiter) {
            this.client = client;
            this.waiter = waiter;
        }

        @Override
        public void close() {
            waiting.leave(client, waiter);
        }
    }

    /**
     * What a generation uses of its client's limits. Closing returns everything, including the images, unless the
     * generation was sent. A sent generation counts as in flight until it ends.
     */
    public final class Slot implements Admission, AutoCloseable {

        private enum State {
            ENTERED,
            IN_FLIGHT,
            ENDED
        }

        private final Client client;
        private final String generation;
        private final int images;
        private final List<LimitStatus> limits;
        private final AtomicReference<State> state = new AtomicReference<>(State.ENTERED);

        private Slot(Client client, String generation, int images, List<LimitStatus> limits) {
            this.client = client;
            this.generation = generation;
            this.images = images;
            this.limits = limits;
        }

        @Override
        public List<LimitStatus> limits() {
            return limits;
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
            if (state.getAndSet(State.ENDED) != State.ENDED) {
                store.ended(client, generation);
            }
        }

        @Override
        public void close() {
            if (state.compareAndSet(State.ENTERED, State.ENDED)) {
                try {
                    store.giveBack(client, images);
                } finally {
                    store.ended(client, generation);
                }
            }
        }
    }
}
