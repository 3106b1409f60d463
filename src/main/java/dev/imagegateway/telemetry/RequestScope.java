package dev.imagegateway.telemetry;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logging and tracing context of a request, for other threads that continue its work. */
public final class RequestScope {

    private static final Logger log = LoggerFactory.getLogger(RequestScope.class);

    private static final Tracer.SpanInScope NO_SPAN = () -> {};

    private final Tracer tracer;
    private final LogContext.Ids ids;
    private final @Nullable Span span;

    RequestScope(Tracer tracer, LogContext.Ids ids, @Nullable Span span) {
        this.tracer = tracer;
        this.ids = ids;
        this.span = span;
    }

    /** Returns a context without a trace, with the ids of the current thread. */
    public static RequestScope untraced() {
        return new RequestScope(Tracer.NOOP, LogContext.Ids.current(), null);
    }

    /** Returns the same context with another span, of which further spans are children. */
    public RequestScope with(Span step) {
        return step.isNoop() ? this : new RequestScope(tracer, ids, step);
    }

    /** Runs a task within the context. */
    public <T> T within(Supplier<T> work) {
        // the thread may be the request's own, whose log context must be kept
        var before = LogContext.Ids.current();
        ids.apply();
        try {
            return span == null ? work.get() : inSpan(tracer, span, work);
        } finally {
            before.apply();
        }
    }

    /** Runs a task within a span. */
    static <T> T inSpan(Tracer tracer, Span span, Supplier<T> work) {
        var opened = open(tracer, span);
        try {
            return work.get();
        } finally {
            close(opened);
        }
    }

    /** A failure of tracing must not fail the work: generations are paid for by it. */
    private static Tracer.SpanInScope open(Tracer tracer, Span span) {
        try {
            return tracer.withSpan(span);
        } catch (RuntimeException e) {
            log.warn("The trace of a request is not continued", e);
            return NO_SPAN;
        }
    }

    private static void close(Tracer.SpanInScope opened) {
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
