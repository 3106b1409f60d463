package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Credits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What generations cost and took. Every tag's values are bounded by configuration. */
@Component
final class GenerationMetrics {

    private final MeterRegistry meters;

    GenerationMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void ended(Generation generation, GenerationResult result, Duration took) {
        var tags = Tags.of(
                "client",
                generation.client().id(),
                "model",
                generation.request().model());
        switch (result) {
            case Succeeded succeeded -> {
                spent(succeeded.cost().credits(), tags);
                Counter.builder("generation.cost")
                        .description("Generations by where their cost was read")
                        .tags("source", succeeded.cost().source().label())
                        .register(meters)
                        .increment();
                Counter.builder("images.generated")
                        .description("Images that were made")
                        .tags(tags)
                        .register(meters)
                        .increment(succeeded.images().size());
            }
            case Failed failed -> {
                if (failed.money() instanceof Money.Spent spent) {
                    spent(spent.cost().credits(), tags);
                }
            }
        }
        Timer.builder("generation")
                .description("From the accepted request to the upstream's last word")
                .tags(tags.and("outcome", result.outcome()))
                .register(meters)
                .record(took);
    }

    private void spent(Credits cost, Tags tags) {
        Counter.builder("credits.used")
                .description("AIML credits; 2,000,000 are one US dollar")
                .tags(tags)
                .register(meters)
                .increment((double) cost.amount());
    }
}
