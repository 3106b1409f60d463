package dev.imagegateway.generation;

import dev.imagegateway.client.Clients;
import dev.imagegateway.generation.GenerationHandle.Completed;
import dev.imagegateway.generation.GenerationHandle.Earlier;
import dev.imagegateway.generation.GenerationHandle.Own;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.ledger.Savings;
import dev.imagegateway.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts the results of requests that could match an earlier generation. */
@Component
final class ReplayMetrics {

    private final Savings savings;
    private final MeterRegistry meters;

    /** Creates the counters of answers at 0. Those of problems appear with the first one. */
    ReplayMetrics(Savings savings, MeterRegistry meters, Clients clients, CountedModels models) {
        this.savings = savings;
        this.meters = meters;
        for (var kind : MatchKind.values()) {
            List.of("hit", "joined", "pending").forEach(result -> counter(kind, result));
        }
        counter(MatchKind.SEEDED, "miss");
        clients.forEachNowAndLater(client -> models.of(client).forEach(model -> {
            for (var kind : MatchKind.values()) {
                saved(client.id(), model, kind);
            }
        }));
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
                client,
                request.user(),
                request.model().id(),
                by,
                succeeded.images().size(),
                credits);
        saved(client.id(), request.model().id(), by).increment((double) credits.amount());
    }

    private Counter saved(String client, String model, MatchKind by) {
        return Counter.builder("image.gateway.credits.saved")
                .description("AIML credits that earlier generations had cost, and repeats of their requests did not")
                .tag("client", client)
                .tag("model", model)
                .tag("kind", by.label())
                .register(meters);
    }

    private void count(GenerationHandle handle, String resultOfEarlier) {
        if (handle instanceof Earlier earlier) {
            counter(earlier.by(), resultOfEarlier).increment();
        } else if (handle instanceof Own own && own.isSeeded()) {
            counter(MatchKind.SEEDED, "miss").increment();
        }
    }

    private Counter counter(MatchKind by, String result) {
        return Counter.builder("image.gateway.replay")
                .description("Requests that an earlier one's generation could answer")
                .tag("kind", by.label())
                .tag("result", result)
                .register(meters);
    }
}
