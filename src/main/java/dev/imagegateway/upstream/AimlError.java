package dev.imagegateway.upstream;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.upstream.AttemptOutcome.Refused.Kind;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * An error in one of AIML's own formats: {@code {statusCode, message, path, timestamp, requestId}} (2024 and 2025) or
 * {@code {title, status, message, instance, timestamp, error:{name, message, data:{kind}}}} (2026). Only these prove
 * that AIML itself refused. Any other error may come from an intermediary.
 *
 * @param message AIML's message, cleaned. It may quote the prompt.
 * @param kind the kind of error
 * @param name AIML's name for it, such as {@code err_insufficent_credits} or {@code BadRequestException}; may be empty
 */
record AimlError(String message, Kind kind, String name) {

    /** Recognises a 403 for lack of credits by its message, if its kind does not say so. */
    private static final Pattern ABOUT_MONEY = Pattern.compile("credits|funds|balance|spend", Pattern.CASE_INSENSITIVE);

    private static final int MAX_MESSAGE_LENGTH = 500;

    private static final String OUT_OF_CREDITS = "err_insufficent_credits";

    /** Parses an error; empty unless the body has one of the formats and names this status. */
    static Optional<AimlError> read(JsonNode body, int status, ForeignText foreign) {
        var stated = body.has("statusCode") ? body.path("statusCode") : body.path("status");
        // the vendor's documentation has an example with the status as a string
        var number = stated.isString() ? stated.stringValue() : stated.isIntegralNumber() ? stated.asString() : "";
        if (!number.equals(Integer.toString(status)) || !isEnvelope(body)) {
            return Optional.empty();
        }
        var message = foreign.line(text(body.path("message")), MAX_MESSAGE_LENGTH);
        var kind = body.at("/error/data/kind").asString("");
        var name = kind.isEmpty() ? body.at("/error/name").asString("") : kind;
        return Optional.of(new AimlError(message, kind(status, message, kind), foreign.word(name)));
    }

    /**
     * Checks for AIML's formats. Spring's error bodies also have status, message and timestamp, but come from
     * intermediaries.
     */
    private static boolean isEnvelope(JsonNode body) {
        var message = body.path("message");
        var speaks =
                message.isArray() ? !message.isEmpty() : !message.asString("").isBlank();
        var isNew = body.path("error").path("name").isString();
        var isOld = body.has("statusCode") && (body.has("path") || body.has("requestId"));
        return speaks && body.has("timestamp") && (isNew || isOld);
    }

    private static Kind kind(int status, String message, String kind) {
        return switch (status) {
            case 400, 413, 422 -> Kind.REQUEST;
            case 401 -> Kind.BAD_KEY;
            case 402 -> Kind.OUT_OF_CREDITS;
            case 403 ->
                kind.equals(OUT_OF_CREDITS) || ABOUT_MONEY.matcher(message).find() ? Kind.OUT_OF_CREDITS : Kind.RULE;
            case 429 -> Kind.LIMIT;
            case 500, 502, 503 -> Kind.FAILURE;
            default -> Kind.OTHER;
        };
    }

    private static String text(JsonNode message) {
        return message.isArray()
                ? message.values().stream().map(JsonNode::asString).collect(Collectors.joining("; "))
                : message.asString();
    }
}
