package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.ratelimit.Decision.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many images a client may ask for in a minute, how many generations it may have under way, and who may wait. */
public final class GenerationLimits {

    private final LimitStore store;
    private final Refusal refusal;
    private final InFlight waiting = new InFlight();

    GenerationLimits(LimitStore store, Refusal refusal) {
        this.store = store;
        this.refusal = refusal;
    }

    /**
     * Counts a generation that is about to be held.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code rate-limited} or {@code too-many-in-flight}; nothing is
     *     counted then
     */
    public Slot enter(
            Client client, String generation, int images, HttpServletRequest request, HttpServletResponse response) {
        var decision = store.generation(client, generation, images);
        RateLimitHeaders.add(response, decision.standings());
        if (decision instanceof Refused refused) {
            throw refusal.of(client, refused, request).asException();
        }
        return new Slot(client, generation, images);
    }

    /**
     * Counts an HTTP request that waits for a generation, in this process alone: it is this process's memory that it
     * takes.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code too-many-in-flight}
     */
    public Place await(Client client, String generation, HttpServletRequest request) {
        var limits = client.limits();
        if (!waiting.tryEnter(client.id(), generation, limits.waitingCallers())) {
            var standing = LimitStatus.of(Limit.WAITING_CALLERS, limits, 0, Duration.ZERO);
            throw refusal.of(
                            client,
                            new Refused(Limit.WAITING_CALLERS, LocalLimits.RETRY_AFTER, List.of(standing)),
                            request)
                    .asException();
        }
        return () -> waiting.leave(client.id(), generation);
    }

    /** A caller that waits, until it is closed. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** What a generation takes of its client's limits, until one of its two ends. */
    public final class Slot {

        private final Client client;
        private final String generation;
        private final int images;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Slot(Client client, String generation, int images) {
            this.client = client;
            this.generation = generation;
            this.images = images;
        }

        /** Whether its ends may take as long as a question to Valkey. */
        public boolean isShared() {
            return store.isShared();
        }

        /** It is over, whatever became of it. */
        public void end() {
            if (ended.compareAndSet(false, true)) {
                store.ended(client, generation);
            }
        }

        /** It was not to be: its images count for nothing. */
        public void giveBack() {
            if (ended.compareAndSet(false, true)) {
                store.giveBack(client, images);
                store.ended(client, generation);
            }
        }
    }
}
