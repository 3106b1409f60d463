package dev.imagegateway.generation;

import dev.imagegateway.client.Clients;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Cost;
import dev.imagegateway.telemetry.ImageDurations;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Records cost and duration of generations. Configuration bounds all tag values, and so the number of meters. */
@Component
final class GenerationMetrics {

    private final MeterRegistry meters;
    private final Map<Labels, Counters> counters = new ConcurrentHashMap<>();
    private final Map<End, Timer> ends = new ConcurrentHashMap<>();
    private final Map<Cost.Source, Counter> sources = new ConcurrentHashMap<>();

    /** Creates counters at 0, because the first increase of a counter that appears with it is invisible. */
    GenerationMetrics(MeterRegistry meters, Clients clients, CountedModels models) {
        this.meters = meters;
        clients.forEachNowAndLater(client -> models.of(client)
                .forEach(model -> counters.computeIfAbsent(new Labels(client.id(), model), this::newCounters)));
        for (var source : Cost.Source.values()) {
            sources.computeIfAbsent(source, this::source);
        }
    }

    private record Labels(String client, String model) {

        Tags tags() {
            return Tags.of("client", client, "model", model);
        }
    }

    private record End(Labels labels, String outcome) {}

    private record Counters(Counter credits, Counter images) {}

    /** Creates the counters of a request at 0, some seconds before they increase. */
    void held(AcceptedRequest request) {
        counters.computeIfAbsent(
                new Labels(request.client().id(), request.image().model().id()), this::newCounters);
    }

    void ended(AcceptedRequest request, GenerationResult result) {
        var took = Duration.ofNanos(System.nanoTime() - request.startedNanos());
        var labels = new Labels(request.client().id(), request.image().model().id());
        switch (result) {
            case Succeeded succeeded -> {
                var spent = counters.computeIfAbsent(labels, this::newCounters);
                spent.credits().increment((double) succeeded.cost().credits().amount());
                spent.images().increment(succeeded.images().size());
                sources.computeIfAbsent(succeeded.cost().source(), this::source).increment();
            }
            case Failed failed -> {
                if (failed.money() instanceof BillingStatus.Spent spent) {
                    counters.computeIfAbsent(labels, this::newCounters)
                            .credits()
                            .increment((double) spent.cost().credits().amount());
                }
            }
        }
        ends.computeIfAbsent(new End(labels, result.outcome()), this::timer).record(took);
    }

    private Counters newCounters(Labels labels) {
        return new Counters(
                Counter.builder("credits.used")
                        .description("AIML credits; 2,000,000 are one US dollar")
                        .tags(labels.tags())
                        .register(meters),
                Counter.builder("image.gateway.images.generated")
                        .description("Images that were made")
                        .tags(labels.tags())
                        .register(meters));
    }

    private Counter source(Cost.Source source) {
        return Counter.builder("image.gateway.generation.cost")
                .description("Generations by where their cost was read")
                .tags("source", source.label())
                .register(meters);
    }

    private Timer timer(End end) {
        return Timer.builder("image.gateway.generation")
                .description("From the accepted request to its settlement")
                .tags(end.labels().tags().and("outcome", end.outcome()))
                .serviceLevelObjectives(ImageDurations.buckets())
                .register(meters);
    }
}
