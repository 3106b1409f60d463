package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.INTEGER;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.object;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.text;
import static dev.imagegateway.generation.JsonSchema.to;
import static dev.imagegateway.generation.JsonSchema.with;

import dev.imagegateway.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The schemas of errors. */
final class ProblemSchemas {

    private ProblemSchemas() {}

    static Map<String, Map<String, Object>> all() {
        return Map.of("Problem", problem(), "Violation", violation());
    }

    private static Map<String, Object> problem() {
        var codes = Arrays.stream(ProblemType.values()).map(ProblemType::code).toList();
        var error = object(
                fields("message", STRING, "type", STRING, "param", orNull(STRING), "code", with(STRING, "enum", codes)),
                "message",
                "type",
                "param",
                "code");
        var fields = fields(
                "type", text("uri-reference", "/problems/ and the code: a page that explains it."),
                "title", STRING,
                "status", INTEGER,
                "detail", with(STRING, "description", "What happened here and what to do."),
                "instance", with(STRING, "description", "The path that was asked for."),
                "requestId", with(STRING, "description", "Also in X-Request-Id and in the gateway's log."),
                "limit", with(INTEGER, "description", "payload-too-large: bytes that a body may have."),
                "data", with(list(Map.of("type", "object")), "description", "result-lost: where the images may be."),
                "budget", with(to("BudgetBalance"), "description", "budget-exhausted: the one that refused."),
                "price", with(UsageSchemas.price(), "description", "budget-exhausted: of what was asked for."),
                "errors", with(list(to("Violation")), "description", "Every fault in the body and the query."),
                "error", with(error, "description", "For OpenAI's SDKs."));
        return with(
                object(fields, "type", "title", "status", "detail", "instance", "requestId", "error"),
                "description",
                "RFC 9457, and beside it the member that OpenAI's SDKs read.");
    }

    private static Map<String, Object> violation() {
        var fields = fields(
                "pointer", with(STRING, "description", "RFC 6901, into the body; empty for the whole body."),
                "parameter", with(STRING, "description", "The query parameter, where it is not in the body."),
                "header", with(STRING, "description", "The header, where it is in neither."),
                "code", with(STRING, "description", "The rule, by JSON Schema's keyword where there is one."),
                "detail", with(STRING, "description", "What to send instead."));
        return with(
                object(fields, "code", "detail"),
                "anyOf",
                List.of(
                        Map.of("required", List.of("pointer")),
                        Map.of("required", List.of("parameter")),
                        Map.of("required", List.of("header"))),
                "description",
                "What is allowed stands beside these members, by JSON Schema's keywords.");
    }
}
