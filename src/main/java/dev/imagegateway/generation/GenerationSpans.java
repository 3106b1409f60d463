package dev.imagegateway.generation;

import dev.imagegateway.ledger.Hold;
import dev.imagegateway.telemetry.LogContext;
import dev.imagegateway.telemetry.Tracing;
import io.micrometer.tracing.Span;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Describes the calls of models in traces by OpenTelemetry's conventions for generative AI. Prompts are only recorded if
 * {@code gateway.tracing.prompts} says so.
 */
@Component
final class GenerationSpans {

    /** The conventions' word for models whose output is not only text. */
    private static final String OPERATION = "generate_content";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Tracing tracing;

    GenerationSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /** Starts the span of a generation, within that of the current thread. */
    GenerationSpan begin(AcceptedRequest request, Hold hold) {
        // the name is built only if it is used, because most requests are not traced
        var span = tracing.beginCall(OPERATION);
        if (span.isNoop()) {
            return GenerationSpan.NONE;
        }
        Tracing.quietly(() -> describe(span, request, hold));
        return new GenerationSpan(span);
    }

    private void describe(Span span, AcceptedRequest request, Hold hold) {
        var image = request.image();
        var model = image.model().id();
        span.name(OPERATION + " " + model)
                .tag("gen_ai.operation.name", OPERATION)
                .tag("gen_ai.provider.name", "aiml")
                .tag("gen_ai.request.model", model)
                .tag("gen_ai.output.type", "image")
                .tag(LogContext.CLIENT, request.client().id())
                .tag(LogContext.GENERATION, request.generationId())
                .tag("gateway.credits.held", hold.credits().amount());
        if (image.imagesAsked() != 1) {
            span.tag("gen_ai.request.choice.count", image.imagesAsked());
        }
        if (request.seed() != null) {
            span.tag("gen_ai.request.seed", request.seed());
        }
        if (tracing.recordsPrompts()) {
            span.tag("gen_ai.input.messages", message(image.prompt()));
        }
    }

    private static String message(String prompt) {
        return JSON.writeValueAsString(
                List.of(Map.of("role", "user", "parts", List.of(Map.of("type", "text", "content", prompt)))));
    }
}
