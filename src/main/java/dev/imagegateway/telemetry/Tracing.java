package dev.imagegateway.telemetry;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelSpan;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Creates a span for each step of a request, and names client and generation in its log lines and spans. Steps cost
 * nothing unless traces are exported and the trace of the request is sampled. A failure of tracing is logged and never
 * fails the work, because generations are paid for by it.
 */
@Component
public final class Tracing {

    private static final Logger log = LoggerFactory.getLogger(Tracing.class);

    private final Tracer tracer;
    private final boolean isExporting;
    private final TraceProperties properties;

    Tracing(ObjectProvider<Tracer> tracer, ObjectProvider<SpanExporter> exporters, TraceProperties properties) {
        this.tracer = tracer.getIfAvailable(() -> Tracer.NOOP);
        this.isExporting = exporters.stream().findAny().isPresent();
        this.properties = properties;
    }

    /** Whether spans may contain prompts. */
    public boolean recordsPrompts() {
        return properties.prompts();
    }

    /** Captures the logging and tracing context of the current thread. */
    public RequestScope scope() {
        return new RequestScope(tracer, LogContext.Ids.current(), current());
    }

    /**
     * Captures the context of the current thread, with the ids of work for a generation.
     *
     * @param client the id of its client; null for that of the current context
     */
    public RequestScope scope(@Nullable String client, String generation) {
        try (var _ = LogContext.of(null, client, generation)) {
            return scope();
        }
    }

    /** Names the client in further log lines of the request, and in its span. */
    public void client(String id) {
        name(LogContext.CLIENT, id);
    }

    /** Names the generation that answers the request in further log lines of the request, and in its span. */
    public void generation(String id) {
        name(LogContext.GENERATION, id);
    }

    private void name(String name, String id) {
        MDC.put(name, id);
        var span = isExporting ? current() : null;
        if (span != null) {
            quietly(() -> span.tag(name, id));
        }
    }

    /** Runs a step of the request in a span of its own. */
    public <T> T step(String name, Supplier<T> work) {
        var span = begin(name);
        if (span.isNoop()) {
            return work.get();
        }
        try {
            return RequestScope.inSpan(tracer, span, work);
        } catch (RuntimeException e) {
            // without the message, which may quote the request
            quietly(() -> failed(span, e.getClass().getName()));
            throw e;
        } finally {
            quietly(span::end);
        }
    }

    /**
     * Starts a span of a step that other threads end.
     *
     * @return {@link Span#NOOP} if the request is not traced
     */
    public Span begin(String name) {
        return begin(name, null);
    }

    /** Starts a span of a call to another server, which other threads end. {@link Span#NOOP} as in {@link #begin}. */
    public Span beginCall(String name) {
        return begin(name, Span.Kind.CLIENT);
    }

    private Span begin(String name, Span.@Nullable Kind kind) {
        try {
            var current = isExporting ? tracer.currentSpan() : null;
            if (current == null || !Boolean.TRUE.equals(current.context().sampled())) {
                return Span.NOOP;
            }
            var builder = tracer.spanBuilder().name(name).setParent(current.context());
            return (kind == null ? builder : builder.kind(kind)).start();
        } catch (RuntimeException e) {
            log.warn("A span cannot be started", e);
            return Span.NOOP;
        }
    }

    /** Returns the span of the current thread; null if there is none. */
    public @Nullable Span current() {
        try {
            return tracer.currentSpan();
        } catch (RuntimeException e) {
            log.warn("The trace of a request is not known", e);
            return null;
        }
    }

    /** Runs code that only describes spans. An exception is logged. */
    public static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.warn("A span is incomplete", e);
        }
    }

    /** Runs code that describes the outcome of a span, and ends the span. An exception is logged. */
    public static void end(Span span, Runnable work) {
        quietly(work);
        quietly(span::end);
    }

    /**
     * Marks a span as failed.
     *
     * @param type one of a fixed set of words, or the name of an exception's class
     */
    public static void failed(Span span, String type) {
        span.tag("error.type", type);
        if (span instanceof OtelSpan) {
            OtelSpan.toOtel(span).setStatus(StatusCode.ERROR);
        }
    }
}
