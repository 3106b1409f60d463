package dev.imagegateway.upstream;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.function.BiConsumer;

/** Creates a span for each POST within the trace of the request. It is sent upstream as {@code traceparent}. */
final class AttemptSpans {

    private final Tracer tracer;
    private final Propagator propagator;

    AttemptSpans(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** Starts a span, which the caller must end. */
    Span begin() {
        return tracer.spanBuilder().name("http post").kind(Span.Kind.CLIENT).start();
    }

    /** Writes the span's context to headers. */
    void inject(Span span, BiConsumer<String, String> headers) {
        propagator.inject(span.context(), headers, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.accept(name, value);
            }
        });
    }

    /** Tags a span with the outcome, and with {@code error.type} unless there was a readable response. */
    void record(Span span, AttemptOutcome outcome) {
        span.tag("outcome", outcome.label());
        if (outcome.status() != 0) {
            span.tag("http.response.status_code", outcome.status());
        }
        if (!(outcome instanceof AttemptOutcome.Answered)) {
            span.tag("error.type", outcome.label());
        }
    }
}
