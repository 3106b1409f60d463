package dev.imagegateway.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The logging and tracing context of a request, for other threads that continue its work. */
public final class RequestScope {

    private final @Nullable String requestId;
    private final Observation observation;

    private RequestScope(@Nullable String requestId, Observation observation) {
        this.requestId = requestId;
        this.observation = observation;
    }

    /** Captures the context of the current thread. */
    public static RequestScope current(ObservationRegistry observations) {
        var observation = observations.getCurrentObservation();
        return new RequestScope(MDC.get(RequestId.LOG_KEY), observation == null ? Observation.NOOP : observation);
    }

    /** Runs a task within the context. */
    public <T> T within(Supplier<T> work) {
        // the thread may be the request's own, whose log context must be kept
        var before = MDC.get(RequestId.LOG_KEY);
        MDC.put(RequestId.LOG_KEY, requestId);
        try (var _ = observation.openScope()) {
            return work.get();
        } finally {
            if (before == null) {
                MDC.remove(RequestId.LOG_KEY);
            } else {
                MDC.put(RequestId.LOG_KEY, before);
            }
        }
    }

    /** Runs a task within the context. */
    public void within(Runnable work) {
        within(() -> {
            work.run();
            return true;
        });
    }
}
