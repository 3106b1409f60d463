package dev.imagegateway.generation;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The generations that this process executes, by id. */
@Component
final class InFlightGenerations {

    private final Map<String, InFlightGeneration> generations = new ConcurrentHashMap<>();
    private final ShutdownDrain drain;
    private final GenerationMetrics metrics;

    InFlightGenerations(ShutdownDrain drain, GenerationMetrics metrics) {
        this.drain = drain;
        this.metrics = metrics;
    }

    /**
     * Registers a generation before it is sent. Returns false during shutdown; the generation must not be sent then.
     */
    boolean begin(InFlightGeneration generation) {
        if (!drain.begin()) {
            return false;
        }
        generation.sent();
        generations.put(generation.id(), generation);
        return true;
    }

    /** Removes a generation that ended with a result or with a failure of the gateway. */
    void end(InFlightGeneration generation, @Nullable CompletedGeneration completed, @Nullable Throwable failure) {
        try {
            if (completed != null) {
                metrics.ended(generation.request(), completed.result());
            }
        } finally {
            generations.remove(generation.id());
            try {
                generation.end(completed, failure);
            } finally {
                drain.end();
            }
        }
    }

    Optional<InFlightGeneration> find(String id) {
        return Optional.ofNullable(generations.get(id));
    }
}
