package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.CREDITS;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.complete;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.object;
import static dev.imagegateway.generation.JsonSchema.oneOfToday;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.with;

import io.swagger.v3.oas.models.media.Schema;
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
                "credits",
                        ApiSchemas.said(rules.credits, "What it cost. Required for settled, not allowed for released."),
                "reason", ApiSchemas.said(rules.reason, "How you know. It is kept in the audit log."));
        return with(object(fields, "state", "reason"), "additionalProperties", false);
    }

    private static Map<String, Object> standing() {
        return complete(fields(
                "id", STRING,
                "state", oneOfToday(UsageSchemas.STATES),
                "credits_held", CREDITS,
                "credits_used", orNull(CREDITS),
                "evidence", orNull(oneOfToday(UsageSchemas.EVIDENCE))));
    }
}
