package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.object;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.with;

import dev.imagegateway.ledger.Evidence;
import dev.imagegateway.ledger.State;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemas of a resolution, beside those of {@link ApiSchemas}. */
final class ResolutionSchemas {

    private ResolutionSchemas() {}

    static Map<String, Schema<?>> all(ResolutionReader rules) {
        var schemas = new LinkedHashMap<String, Schema<?>>();
        schemas.put("ResolutionRequest", ApiSchemas.parsed(request(rules)));
        schemas.put("Standing", ApiSchemas.parsed(standing()));
        return schemas;
    }

    private static Map<String, Object> request(ResolutionReader rules) {
        var fields = fields(
                "state", ApiSchemas.said(rules.state, "Whether it was billed."),
                "credits", ApiSchemas.said(rules.credits, "What it cost: with settled, and only with it."),
                "reason", ApiSchemas.said(rules.reason, "How you know; it is kept in the audit log."));
        return with(object(fields, "state", "reason"), "additionalProperties", false);
    }

    private static Map<String, Object> standing() {
        var states = Arrays.stream(State.values()).map(State::label).toList();
        var evidence = Arrays.stream(Evidence.values()).map(Evidence::label).toList();
        return object(
                fields(
                        "id", STRING,
                        "state", with(STRING, "enum", states),
                        "credits_held", JsonSchema.CREDITS,
                        "credits_used", orNull(JsonSchema.CREDITS),
                        "evidence", orNull(with(STRING, "enum", evidence))),
                "id",
                "state",
                "credits_held");
    }
}
