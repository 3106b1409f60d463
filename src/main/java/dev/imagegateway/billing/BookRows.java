package dev.imagegateway.billing;

import dev.imagegateway.upstream.AimlCredits;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the rows of AIML's books say. Nothing of a row is guessed: it is understood as a whole, or not at all. */
final class BookRows {

    private BookRows() {}

    /** A row of the logs, if it is one, whether or not it has an id. */
    static Optional<LogRow> logRow(JsonNode row, String keyPrefix) {
        var created = time(row.path("created"));
        var status = row.path("status").asString("");
        var credits = AimlCredits.of(row.path("cost").path("credits"));
        var known = status.equals("succeeded") || status.equals("failed");
        if (created.isEmpty() || credits.isEmpty() || !known) {
            return Optional.empty();
        }
        return Optional.of(new LogRow(
                created.get(),
                status.equals("succeeded"),
                credits.get(),
                id(row, "client_request_id"),
                id(row, "inference_id"),
                id(row, "request_id"),
                keyPrefix));
    }

    /** What makes a row of the logs that row, on whatever page it stands and whatever else of it changes. */
    static String identity(LogRow row) {
        if (row.inferenceId() != null) {
            return "inference " + row.inferenceId();
        }
        if (row.requestId() != null) {
            return "request " + row.requestId();
        }
        // a caller may use an id of its own for several requests
        return row.attempt() != null ? "attempt " + row.attempt() + " at " + row.created() : row.toString();
    }

    /** Whether anything can be told of whose request it was. */
    static boolean hasId(LogRow row) {
        return row.attempt() != null || row.inferenceId() != null || row.requestId() != null;
    }

    /** A refund, if the row is one. */
    static Optional<Refund> refund(JsonNode row) {
        var created = time(row.path("created_at"));
        var credits = AimlCredits.of(row.path("amount").path("credits"));
        // amounts are always positive, and the direction is their sign
        var given = row.path("direction").asString("").equals("TOPUP")
                && row.path("type").asString("").equals("REFUND");
        if (created.isEmpty() || credits.isEmpty() || !given) {
            return Optional.empty();
        }
        return Optional.of(new Refund(created.get(), credits.get(), id(row, "reference_id")));
    }

    private static @Nullable String id(JsonNode row, String field) {
        var value = row.path(field);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    private static Optional<Instant> time(JsonNode value) {
        try {
            return Optional.of(Instant.parse(value.asString("")));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
