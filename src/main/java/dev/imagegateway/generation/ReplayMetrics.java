package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.ledger.Savings;
import dev.imagegateway.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts how requests that could be answered by an earlier generation were answered. */
@Component
final class ReplayMetrics {

    private final Savings savings;
    private final MeterRegistry meters;

    ReplayMetrics(Savings savings, MeterRegistry meters) {
        this.savings = savings;
        this.meters = meters;
    }

    void succeeded(GenerationHandle handle) {
        if (handle.by() != null) {
            count(handle.by(), handle.hadEnded() ? "hit" : "joined");
        } else if (handle.isSeeded()) {
            count(MatchKind.SEEDED, "miss");
        }
    }

    void failed(GenerationHandle handle, ProblemType type) {
        if (handle.by() != null) {
            count(handle.by(), type.code());
        } else if (handle.isSeeded()) {
            count(MatchKind.SEEDED, "miss");
        }
    }

    void pending(GenerationHandle handle) {
        if (handle.by() != null) {
            count(handle.by(), "pending");
        }
    }

    /** Images were handed out; those of an earlier generation without being paid for again. */
    void saved(AcceptedRequest accepted, GenerationHandle handle, Succeeded succeeded) {
        var by = handle.by();
        if (by == null) {
            return;
        }
        var client = accepted.client();
        var request = accepted.request();
        var credits = succeeded.cost().credits();
        savings.add(
                client, request.user(), request.model(), by, succeeded.images().size(), credits);
        Counter.builder("credits.saved")
                .description("AIML credits that earlier generations had cost, and repeats of their requests did not")
                .tag("client", client.id())
                .tag("model", request.model())
                .tag("kind", by.label())
                .register(meters)
                .increment((double) credits.amount());
    }

    private void count(MatchKind by, String result) {
        Counter.builder("replay")
                .description("Requests that an earlier one's generation could answer")
                .tag("kind", by.label())
                .tag("result", result)
                .register(meters)
                .increment();
    }
}
