package dev.imagegateway.telemetry;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The logging and tracing context of a request, for other threads that continue its work. */
public final class RequestScope {

    private static final Logger log = LoggerFactory.getLogger(RequestScope.class);

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
        var opened = open();
        try {
            return work.get();
        } finally {
            close(opened);
            if (before == null) {
                MDC.remove(RequestId.LOG_KEY);
            } else {
                MDC.put(RequestId.LOG_KEY, before);
            }
        }
    }

    /** A failure of tracing must not fail the work: generations are paid for by it. */
    private Observation.Scope open() {
        try {
            return observation.openScope();
        } catch (RuntimeException e) {
            log.warn("The trace of a request is not continued", e);
            return Observation.Scope.NOOP;
        }
    }

    private static void close(Observation.Scope opened) {
        try {
            opened.close();
        } catch (RuntimeException e) {
            log.warn("The trace of a request was not left", e);
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
