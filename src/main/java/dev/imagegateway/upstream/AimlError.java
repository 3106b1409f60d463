package dev.imagegateway.upstream;

import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * An error in one of AIML's own envelopes: {@code {statusCode, message, path, timestamp, requestId}} (2024 and 2025)
 * or {@code {title, status, message, instance, timestamp, error:{name, message, data:{kind}}}} (2026). Only these are
 * AIML's word that it failed; anything else may come from something in between.
 *
 * @param message what it said
 */
record AimlError(String message) {

    /** The error, if the body is an envelope that speaks of this very status. */
    static Optional<AimlError> read(JsonNode body, int status) {
        var stated = body.has("statusCode") ? body.path("statusCode") : body.path("status");
        // the vendor's own sample writes it as a text
        var number = stated.isString() ? stated.stringValue() : stated.isIntegralNumber() ? stated.asString() : "";
        if (!number.equals(Integer.toString(status)) || !body.has("message") || !body.has("timestamp")) {
            return Optional.empty();
        }
        return Optional.of(new AimlError(text(body.path("message"))));
    }

    private static String text(JsonNode message) {
        return message.isArray()
                ? message.values().stream().map(JsonNode::asString).collect(Collectors.joining("; "))
                : message.asString();
    }
}
