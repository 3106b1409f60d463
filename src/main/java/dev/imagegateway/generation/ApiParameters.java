package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.INT32;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.with;

import dev.imagegateway.model.RequestRules;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import java.util.Map;

/** The query parameters and headers of the API document. */
final class ApiParameters {

    private static final String TIME = " A time with its offset, or a date, which means the start of that day.";

    private ApiParameters() {}

    static Parameter query(String name, String description, Map<String, Object> schema) {
        return new Parameter().in("query").name(name).description(description).schema(ApiSchemas.parsed(schema));
    }

    private static Parameter header(String name, String description, Map<String, Object> schema) {
        return new Parameter().in("header").name(name).description(description).schema(ApiSchemas.parsed(schema));
    }

    private static Parameter prefer(String description) {
        return header("Prefer", description, STRING);
    }

    private static Parameter requestId() {
        return header(
                "X-Request-Id",
                "A name for this request. It is returned, and is in every log line.",
                with(STRING, "pattern", "^[A-Za-z0-9._:-]{1,128}$"));
    }

    static List<Parameter> generate() {
        return List.of(
                requestId(),
                header(
                        "Idempotency-Key",
                        "A name for this order, bare or in double quotes. If the request is sent again with it, the same"
                                + " generation answers it and nothing more is paid.",
                        STRING),
                prefer("wait=N: wait for N seconds at most. respond-async: answer 202 with Location at once, unless the"
                        + " images are there already. Generated clients decode every answer as a 200: read the raw"
                        + " answer if you send respond-async."),
                header(
                        "Cache-Control",
                        "no-cache: do not answer from an earlier result of this seed. no-store: also do not keep this"
                                + " result for later requests.",
                        STRING));
    }

    static List<Parameter> dryRun() {
        return List.of(requestId());
    }

    static List<Parameter> generation() {
        return List.of(
                id(),
                prefer("wait=N: wait up to N seconds until the generation has ended."),
                query(
                        "response_format",
                        "The form of the images in result; default url.",
                        with(STRING, "enum", RequestRules.FORMATS)));
    }

    static Parameter id() {
        return path("id", "The generation's id, as in X-Generation-Id.");
    }

    static Parameter path(String name, String description) {
        return new Parameter()
                .in("path")
                .name(name)
                .required(true)
                .description(description)
                .schema(ApiSchemas.parsed(STRING));
    }

    private static Parameter client() {
        return query(
                "client",
                "The client. Only admins may name a client other than their own; their default is all clients.",
                STRING);
    }

    static List<Parameter> usage() {
        return List.of(
                query("from", "The first moment; default the start of this month." + TIME, STRING),
                query("to", "The first moment after; default now." + TIME, STRING),
                query("group_by", "Default day.", with(STRING, "enum", UsageSchemas.GROUPS)),
                client());
    }

    static List<Parameter> generations() {
        return List.of(
                query("limit", "Default 20.", with(INT32, "minimum", 1, "maximum", 100)),
                query("cursor", "next_cursor of the page before. Keep the other parameters as they were.", STRING),
                client(),
                query("state", "Where the money is.", with(STRING, "enum", UsageSchemas.STATES)),
                query("user", "The field user of the request.", STRING),
                query("model", "The field model of the request.", STRING),
                query("outcome", "succeeded, or a problem's code.", STRING),
                query("from", "Accepted at this time or later." + TIME, STRING),
                query("to", "Accepted before this time." + TIME, STRING));
    }
}
