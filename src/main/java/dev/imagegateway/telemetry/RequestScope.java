package dev.imagegateway.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A request's place in logs and traces, for threads that go on with its work. */
public final class RequestScope {

    private final @Nullable String requestId;
    private final Observation observation;

    private RequestScope(@Nullable String requestId, Observation observation) {
        this.requestId = requestId;
        this.observation = observation;
    }

    /** That of the request which this thread works for. */
    public static RequestScope current(ObservationRegistry observations) {
        var observation = observations.getCurrentObservation();
        return new RequestScope(MDC.get(RequestId.LOG_KEY), observation == null ? Observation.NOOP : observation);
    }

    /** Does a piece of its work within it. */
    public <T> T within(Supplier<T> work) {
        // the thread may be the request's own, whose log context is the same and has to stay
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

    /** Does a piece of its work within it. */
    public void within(Runnable work) {
        within(() -> {
            work.run();
            return true;
        });
    }
}
