package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.telemetry.RequestOrigin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits a client's images and megapixels per minute, generations in flight and waiting callers. */
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
    public Admission enter(Client client, String generation, ImageLoad load, RequestOrigin origin) {
        var tooLarge = tooLarge(client.limits(), load);
        if (tooLarge != null) {
            return new LimitExceeded(tooLarge, List.of());
        }
        return switch (store.generation(client, generation, load)) {
            case Decision.Granted granted -> new GenerationSlot(store, client, generation, load, granted.statuses());
            case Decision.Exceeded exceeded ->
                new LimitExceeded(problems.of(client, exceeded, origin), exceeded.statuses());
        };
    }

    private static @Nullable Problem tooLarge(Limits limits, ImageLoad load) {
        if (load.images() > limits.imagesBurst()) {
            return LimitProblems.tooLarge("images", load.images(), limits.imagesBurst());
        }
        return limits.hasMegapixels() && load.megapixels() > limits.megapixelsBurst()
                ? LimitProblems.tooLarge("megapixels", load.megapixels(), limits.megapixelsBurst())
                : null;
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
