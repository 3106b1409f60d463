package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.INTEGER;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.with;

import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;

/** The query parameters and headers of the API document. */
final class ApiParameters {

    private static final String TIME = " A time with its offset, or a date, which is the start of that day.";

    private ApiParameters() {}

    static Parameter query(String name, String description, Map<String, Object> schema) {
        return new Parameter().in("query").name(name).description(description).schema(ApiSchemas.parsed(schema));
    }

    private static Parameter header(String name, String description, Map<String, Object> schema) {
        return new Parameter().in("header").name(name).description(description).schema(ApiSchemas.parsed(schema));
    }

    private static Parameter prefer() {
        return header(
                "Prefer",
                "wait=N: wait for N seconds at most. respond-async: 202 with Location instead of a long wait.",
                STRING);
    }

    static List<Parameter> generate() {
        return List.of(
                header(
                        "X-Request-Id",
                        "A name for this request: it is echoed, and in every log line.",
                        with(STRING, "pattern", "^[A-Za-z0-9._:-]{1,128}$")),
                header(
                        "Idempotency-Key",
                        "A name for what is asked, bare or in double quotes: sent again with it, the request is answered"
                                + " by the same generation and costs nothing more.",
                        STRING),
                prefer(),
                header(
                        "Cache-Control",
                        "no-cache: no result of an earlier request with this seed. no-store: nor this one's for later.",
                        STRING),
                query("dry_run", "true: claim, send and spend nothing.", Map.of("type", "boolean")));
    }

    static List<Parameter> generation() {
        return List.of(
                new Parameter()
                        .in("path")
                        .name("id")
                        .required(true)
                        .description("As in X-Generation-Id.")
                        .schema(ApiSchemas.parsed(STRING)),
                prefer(),
                query("response_format", "Of result; url when left out.", with(STRING, "enum", RequestRules.FORMATS)));
    }

    private static Parameter client() {
        return query("client", "Whose; another's than the caller's own is for admins, whose default is all.", STRING);
    }

    static List<Parameter> usage() {
        return List.of(
                query("from", "Held then or later; the start of this month when left out." + TIME, STRING),
                query("to", "Held before; now when left out." + TIME, STRING),
                query("group_by", "day when left out.", with(STRING, "enum", UsageSchemas.GROUPS)),
                client(),
                query("format", "Goes before Accept.", with(STRING, "enum", List.of("json", "csv"))));
    }

    static List<Parameter> generations() {
        return List.of(
                query("limit", "20 when left out.", with(INTEGER, "minimum", 1, "maximum", 100)),
                query("cursor", "next_cursor of the page before; keep the other parameters as they were.", STRING),
                client(),
                query("state", "Where the money is.", with(STRING, "enum", UsageSchemas.STATES)),
                query("user", "The request's field user.", STRING),
                query("model", "What was asked.", STRING),
                query("outcome", "succeeded, or a problem's code.", STRING),
                query("from", "Held then or later." + TIME, STRING),
                query("to", "Held before." + TIME, STRING));
    }
}
