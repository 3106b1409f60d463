package dev.imagegateway.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v2/logs}: all requests of a key, including failed ones, which cost nothing. There is no filter by the
 * caller's request id.
 */
final class LogsEndpoint {

    private static final Set<String> STATUSES = new TreeSet<>(Set.of("succeeded", "failed"));

    private final SandboxState state;

    LogsEndpoint(SandboxState state) {
        this.state = state;
    }

    ObjectNode logs(Query query, Key key) {
        if (!state.logReads().admit(key.prefix(), state.now(), state.settings().logsPerMinute())) {
            throw new Query.Refused(Refusal.tooManyRequests());
        }
        Window window = Window.of(query, state.now());
        if (window == null) {
            throw Query.invalid("Provide either period or start and end");
        }
        String prefix = visiblePrefix(query, key);
        List<String> models = query.all("model");
        if (models.stream().anyMatch(model -> model.contains(","))) {
            throw Query.invalid("model: Repeat the parameter instead of using commas");
        }
        List<String> statuses = query.manyOf("status", STATUSES);
        int limit = query.number("limit", 50, 1, 100);
        int offset = query.number("offset", 0, 0, Integer.MAX_VALUE);
        Instant visible = state.now().minus(state.settings().logDelay());
        List<Booking> rows = state.books().bookings().stream()
                .filter(row -> !row.created().isAfter(visible)
                        && window.contains(row.created())
                        && (prefix == null || prefix.equals(row.keyPrefix()))
                        && (models.isEmpty() || models.contains(row.model()) || models.contains(name(row)))
                        && (statuses.isEmpty() || statuses.contains(status(row))))
                .toList();
        return page(rows, limit, offset);
    }

    /**
     * Returns the requested key prefix; null for all keys. A regular key only sees its own rows.
     *
     * @throws Query.Refused 403 if a regular key names another key, 404 if the account has no such key
     */
    @Nullable
    String visiblePrefix(Query query, Key key) {
        String asked = query.one("key_prefix");
        if (asked == null) {
            return key.management() ? null : key.prefix();
        }
        if (!key.management() && !asked.equals(key.prefix())) {
            throw new Query.Refused(Refusal.forbidden("A regular API key can only read its own logs"));
        }
        if (state.settings().apiKeys().stream().map(Key::prefixOf).noneMatch(asked::equals)) {
            throw new Query.Refused(Refusal.notFound("API key " + asked + " not found"));
        }
        return asked;
    }

    private static ObjectNode page(List<Booking> rows, int limit, int offset) {
        ObjectNode json = Json.object();
        ArrayNode data = json.putArray("data");
        rows.stream().skip(offset).limit(limit).forEach(row -> data.add(line(row)));
        json.putObject("pagination")
                .put("limit", limit)
                .put("offset", offset)
                .put("total", rows.size())
                .put("has_more", (long) offset + data.size() < rows.size());
        return json;
    }

    private static ObjectNode line(Booking row) {
        ObjectNode line = Json.object()
                .put("created", Json.time(row.created()))
                .put("status", status(row))
                .put("origin", "api")
                .put("model", name(row));
        line.putObject("cost").put("usd", Json.usd(row.credits())).put("credits", row.credits());
        line.putObject("tokens").put("input", 0).put("output", 0).put("total", 0);
        return line.put("request_id", row.requestId())
                .put("inference_id", row.inferenceId())
                .put("client_request_id", row.clientRequestId());
    }

    /** The logs prefix model names with a source; a name that begins with its source is left as it is (guess). */
    private static String name(Booking row) {
        String id = String.valueOf(row.model());
        Model model = Models.find(id);
        String source = (model == null ? Models.sd3() : model).variant().source() + "/";
        return id.startsWith(source) ? id : source + id;
    }

    private static String status(Booking row) {
        return row.succeeded() ? "succeeded" : "failed";
    }
}
