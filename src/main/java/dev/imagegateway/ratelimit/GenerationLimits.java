package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.telemetry.RequestOrigin;
import java.time.Duration;
import java.util.List;

/** Limits a client's images per minute, generations in flight and waiting callers. */
public final class GenerationLimits {

    private final LimitStore store;
    private final LimitProblems problems;
    private final IdsByClient waiting = new IdsByClient();

    GenerationLimits(LimitStore store, LimitProblems problems, RateLimitMetrics metrics) {
        this.store = store;
        this.problems = problems;
        metrics.watch(Limit.WAITING_CALLERS, waiting);
    }

    /** Counts a generation that is about to be held. */
    public Admission enter(Client client, String generation, int images, RequestOrigin origin) {
        return switch (store.generation(client, generation, images)) {
            case Decision.Granted granted -> new GenerationSlot(store, client, generation, images, granted.statuses());
            case Decision.Exceeded exceeded ->
                new LimitExceeded(problems.of(client, exceeded, origin), exceeded.statuses());
        };
    }

    /**
     * Counts an HTTP request that waits for a generation. Counted per process, because a waiting request uses this
     * process's memory.
     *
     * @param waiter a unique id of this wait
     */
    public WaitAdmission enterWaiting(Client client, String waiter, RequestOrigin origin) {
        var limits = client.limits();
        if (waiting.tryEnter(client.id(), waiter, limits.waitingCallers())) {
            return new WaitingSlot(waiting, client.id(), waiter);
        }
        var statuses = List.of(LimitStatus.of(Limit.WAITING_CALLERS, limits, 0, Duration.ZERO));
        var exceeded = new Decision.Exceeded(Limit.WAITING_CALLERS, LocalLimits.RETRY_AFTER, statuses);
        return new LimitExceeded(problems.of(client, exceeded, origin), statuses);
    }
}
