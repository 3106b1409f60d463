package dev.imagegateway.upstream;

import dev.imagegateway.telemetry.Tracing;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.propagation.Propagator;
import java.net.URI;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Creates a span for each POST within the trace of the request, as OpenTelemetry describes spans of HTTP clients. */
final class AttemptSpans {

    private static final String METHOD = "POST";

    private final Tracing tracing;
    private final @Nullable Propagator propagator;

    /** @param propagator sends the trace upstream as {@code traceparent}; null if it is not sent */
    AttemptSpans(Tracing tracing, @Nullable Propagator propagator) {
        this.tracing = tracing;
        this.propagator = propagator;
    }

    /**
     * Starts a span, which the caller must end. It records nothing if the request is not traced.
     *
     * @param attempt the attempt's id
     */
    AttemptSpan begin(URI uri, String attempt) {
        var span = tracing.beginCall(METHOD);
        if (!span.isNoop()) {
            Tracing.quietly(() -> span.tag("http.request.method", METHOD)
                    .tag("url.full", uri.toString())
                    .tag("server.address", uri.getHost())
                    .tag("server.port", port(uri))
                    .tag("gateway.attempt", attempt));
        }
        if (propagator == null) {
            return new AttemptSpan(span, null, null);
        }
        return new AttemptSpan(span, propagator, span.isNoop() ? tracing.current() : span);
    }

    private static long port(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "http".equals(uri.getScheme()) ? 80 : 443;
    }

    /**
     * The span of a POST.
     *
     * @param sent the span that {@code traceparent} names, which is that of the request if the POST has none
     */
    record AttemptSpan(
            Span span,
            @Nullable Propagator propagator,
            @Nullable Span sent) {

        /** Writes the trace to headers, if it is sent upstream. */
        void inject(BiConsumer<String, String> headers) {
            if (propagator != null && sent != null) {
                Tracing.quietly(() -> propagator.inject(sent.context(), headers, (carrier, name, value) -> {
                    if (carrier != null) {
                        carrier.accept(name, value);
                    }
                }));
            }
        }

        /** Tags the span with the outcome, and with {@code error.type} unless there was a readable response. */
        void record(AttemptOutcome outcome) {
            if (span.isNoop()) {
                return;
            }
            span.tag("gateway.outcome", outcome.label());
            if (outcome.status() != 0) {
                span.tag("http.response.status_code", outcome.status());
            }
            if (!(outcome instanceof AttemptOutcome.Answered)) {
                Tracing.failed(span, outcome.label());
            }
        }

        void end() {
            span.end();
        }
    }
}
