package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationHandle.Completed;
import dev.imagegateway.generation.GenerationHandle.Earlier;
import dev.imagegateway.generation.GenerationHandle.Own;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.ledger.Savings;
import dev.imagegateway.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts the results of requests that could match an earlier generation. */
@Component
final class ReplayMetrics {

    private final Savings savings;
    private final MeterRegistry meters;

    ReplayMetrics(Savings savings, MeterRegistry meters) {
        this.savings = savings;
        this.meters = meters;
    }

    void succeeded(GenerationHandle handle) {
        count(handle, handle instanceof Completed ? "hit" : "joined");
    }

    void failed(GenerationHandle handle, ProblemType type) {
        count(handle, type.code());
    }

    void pending(GenerationHandle handle) {
        count(handle, "pending");
    }

    /** Counts the credits saved when images of an earlier generation are returned. */
    void saved(AcceptedRequest accepted, GenerationHandle handle, Succeeded succeeded) {
        if (!(handle instanceof Earlier earlier)) {
            return;
        }
        var by = earlier.by();
        var client = accepted.client();
        var request = accepted.image();
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

    private void count(GenerationHandle handle, String resultOfEarlier) {
        if (handle instanceof Earlier earlier) {
            count(earlier.by(), resultOfEarlier);
        } else if (handle instanceof Own own && own.isSeeded()) {
            count(MatchKind.SEEDED, "miss");
        }
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
