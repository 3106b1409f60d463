package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.COUNT;
import static dev.imagegateway.generation.JsonSchema.INT32;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.answer;
import static dev.imagegateway.generation.JsonSchema.complete;
import static dev.imagegateway.generation.JsonSchema.described;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.oneOfToday;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.text;
import static dev.imagegateway.generation.JsonSchema.to;
import static dev.imagegateway.generation.JsonSchema.with;

import dev.imagegateway.problem.ProblemType;
import java.util.Arrays;
import java.util.Map;

/** The schemas of errors. */
final class ProblemSchemas {

    private ProblemSchemas() {}

    static Map<String, Map<String, Object>> all() {
        var limit = complete(
                fields("name", described(STRING, "The limit's name."), "allowed", described(COUNT, "What it allows.")));
        return Map.of(
                "Problem", problem(Map.of()),
                "PayloadTooLargeProblem", problem(fields("limit", described(COUNT, "The largest body, in bytes."))),
                "RateLimitProblem", problem(fields("limit", to("ReachedLimit"))),
                "ReachedLimit", described(limit, "The client's limit that refused the request."),
                "OpenAiError", openAiError(),
                "Violation", violation());
    }

    /** The schema of the errors with this status. */
    static String nameFor(int status) {
        return switch (status) {
            // their member limit is a number here and an object there
            case 413 -> "PayloadTooLargeProblem";
            case 429 -> "RateLimitProblem";
            default -> "Problem";
        };
    }

    private static Map<String, Object> problem(Map<String, Object> more) {
        var fields = fields(
                "type", text("uri-reference", "/problems/ followed by the code: a page that explains the error."),
                "title", STRING,
                "status", described(INT32, "The HTTP status."),
                "detail", described(STRING, "What went wrong and what to do."),
                "instance", described(STRING, "The path of the request."),
                "requestId", described(STRING, "The request's id, also in X-Request-Id and in the gateway's log."),
                "data", described(list(to("Image")), "Of result-lost and delivery-failed: the images' URLs."),
                "budget", described(to("BudgetBalance"), "Of budget-exhausted: the budget that refused the request."),
                "price", described(to("Price"), "Of budget-exhausted: the price of the request."),
                "state", described(STRING, "Of not-unknown: the generation's state."),
                "errors", described(list(to("Violation")), "Every fault in the body, the query and the headers."),
                "error", described(to("OpenAiError"), "The same error for OpenAI's SDKs."));
        fields.putAll(more);
        return with(
                answer(fields, "type", "title", "status", "detail", "instance", "requestId", "error"),
                "description",
                "An error by RFC 9457, with the member that OpenAI's SDKs read.");
    }

    private static Map<String, Object> openAiError() {
        var codes = Arrays.stream(ProblemType.values()).map(ProblemType::code).toList();
        return complete(fields(
                "message", described(STRING, "Every fault in one line."),
                "type", STRING,
                "param", described(orNull(STRING), "The faulty field, if there is exactly one."),
                "code", described(oneOfToday(codes), "The error's code.")));
    }

    private static Map<String, Object> violation() {
        var fields = fields(
                "pointer", described(STRING, "The field, by RFC 6901; empty for the whole body."),
                "parameter", described(STRING, "The query parameter, if the fault is in the query."),
                "header", described(STRING, "The header, if the fault is in a header."),
                "code", described(STRING, "The broken rule, by JSON Schema's keyword where there is one."),
                "detail", described(STRING, "What to send instead."));
        return with(
                answer(fields, "code", "detail"),
                // pointer, parameter or header; said so, it would be three classes in generated clients
                "minProperties",
                3,
                "description",
                "One fault: it has pointer, parameter or header. Other members say what is allowed, by JSON Schema's"
                        + " keywords.");
    }
}
