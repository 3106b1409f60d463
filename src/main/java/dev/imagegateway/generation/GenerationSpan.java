package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.telemetry.Tracing;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.GenerationAttempts;
import io.micrometer.tracing.Span;

/** The span of all attempts of a generation, from the first one's turn to the last one's outcome. */
record GenerationSpan(Span span) {

    /** For generations that are not traced. */
    static final GenerationSpan NONE = new GenerationSpan(Span.NOOP);

    /** Returns the context of the attempts, whose spans are children of this one. */
    RequestScope of(RequestScope scope) {
        return scope.with(span);
    }

    /** Ends it with what the generation cost. */
    void end(GenerationAttempts attempts, GenerationResult result) {
        if (!span.isNoop()) {
            Tracing.end(span, () -> describe(attempts, result));
        }
    }

    private void describe(GenerationAttempts attempts, GenerationResult result) {
        span.tag("gateway.outcome", result.outcome()).tag("gateway.attempts", attempts.posts());
        result.money().credits().ifPresent(credits -> span.tag("gateway.credits.used", credits));
        if (attempts.outcome() instanceof Answered answered) {
            span.tag("gateway.images", answered.images().size());
            var inference = answered.trace().inferenceId();
            if (inference != null) {
                span.tag("gen_ai.response.id", inference);
            }
        }
        if (result instanceof Failed) {
            Tracing.failed(span, result.outcome());
        }
    }

    /** Ends it because the gateway failed. */
    void end(Throwable failure) {
        if (!span.isNoop()) {
            Tracing.end(span, () -> Tracing.failed(span, failure.getClass().getName()));
        }
    }
}
