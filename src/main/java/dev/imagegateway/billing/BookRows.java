package dev.imagegateway.billing;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.upstream.AimlCredits;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Parses rows of AIML's records. A row is either understood completely or rejected. */
final class BookRows {

    /** Ids of the catalogue have at most 100 characters, and the logs put a source before them. */
    private static final int MAX_MODEL_LENGTH = 150;

    private final ForeignText foreign;

    /** @param foreign cleans ids, as those of responses are cleaned, so that equal ids stay equal */
    BookRows(ForeignText foreign) {
        this.foreign = foreign;
    }

    /** Parses a log row, with or without an id. */
    Optional<LogRow> logRow(JsonNode row, String keyPrefix) {
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
                model(row.path("model")),
                keyPrefix));
    }

    /** The identity of a log row, which is the same on every page and in every state of the row. */
    static String identity(LogRow row) {
        if (row.inferenceId() != null) {
            return "inference " + row.inferenceId();
        }
        if (row.requestId() != null) {
            return "request " + row.requestId();
        }
        // a caller may use its own id for several requests
        return row.attempt() != null ? "attempt " + row.attempt() + " at " + row.created() : row.toString();
    }

    /** Whether the row has an id that shows whose request it was. */
    static boolean hasId(LogRow row) {
        return row.attempt() != null || row.inferenceId() != null || row.requestId() != null;
    }

    /** Parses a refund. */
    Optional<Refund> refund(JsonNode row) {
        var created = time(row.path("created_at"));
        var credits = AimlCredits.of(row.path("amount").path("credits"));
        // amounts are always positive; the direction tells charges from refunds
        var given = row.path("direction").asString("").equals("TOPUP")
                && row.path("type").asString("").equals("REFUND");
        if (created.isEmpty() || credits.isEmpty() || !given) {
            return Optional.empty();
        }
        return Optional.of(new Refund(created.get(), credits.get(), id(row, "reference_id")));
    }

    private @Nullable String id(JsonNode row, String field) {
        var value = row.path(field);
        return value.isString() ? foreign.id(value.stringValue()) : null;
    }

    private @Nullable String model(JsonNode value) {
        var name = value.isString()
                ? foreign.line(value.stringValue(), MAX_MODEL_LENGTH).strip()
                : "";
        return name.isEmpty() ? null : name;
    }

    private static Optional<Instant> time(JsonNode value) {
        try {
            return Optional.of(Instant.parse(value.asString("")));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
