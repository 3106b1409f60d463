package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.ledger.Reuse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** How requests were answered that an earlier one's generation could answer. */
@Component
final class ReplayMetrics {

    private final MeterRegistry meters;

    ReplayMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void ended(Admitted admitted, GenerationResult result) {
        var by = admitted.by();
        if (by != null) {
            count(
                    by,
                    switch (result) {
                        case Succeeded _ -> admitted.hadEnded() ? "hit" : "joined";
                        case Failed failed -> failed.problem().type().code();
                    });
        } else if (admitted.isSeeded()) {
            count(Reuse.SEEDED, "miss");
        }
    }

    void pending(Admitted admitted) {
        if (admitted.by() != null) {
            count(admitted.by(), "pending");
        }
    }

    /** Something was had without being paid for. */
    void saved(Order order, Admitted admitted, Succeeded succeeded) {
        // TODO savings
    }

    private void count(Reuse by, String result) {
        Counter.builder("replay")
                .description("Requests that an earlier one's generation could answer")
                .tag("kind", by.label())
                .tag("result", result)
                .register(meters)
                .increment();
    }
}
