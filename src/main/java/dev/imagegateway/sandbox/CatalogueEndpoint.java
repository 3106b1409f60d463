package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The public pages about the models: their prices, their speed and their retirement. */
final class CatalogueEndpoint {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final SandboxState state;

    CatalogueEndpoint(SandboxState state) {
        this.state = state;
    }

    Reply models(Call call) {
        Query query = new Query(call);
        List<String> ids = list(query, "id").toList();
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        Models.all().stream()
                .filter(model -> ids.isEmpty() || ids.stream().anyMatch(model::isNamed))
                .filter(model -> state.deprecations().lists(model, state.now()))
                .forEach(model -> data.add(entry(model, query)));
        return cached(call, json, json, 60);
    }

    /** The filters ignore what they do not know, so that a typing error in a nightly job is no outage. */
    Reply deprecations(Call call) {
        Query query = new Query(call);
        List<String> statuses = list(query, "status")
                .map(status -> status.toUpperCase(Locale.ROOT))
                .filter(status -> Stream.of(Deprecations.Status.values())
                        .anyMatch(known -> known.name().equals(status)))
                .toList();
        String since = query.all("since").stream()
                .filter(date -> date.matches("\\d{4}-\\d{2}-\\d{2}"))
                .findFirst()
                .orElse("");
        ObjectNode json = Json.object().put("object", "list").put("generated_at", Json.time(state.now()));
        ArrayNode data = json.putArray("data");
        state.deprecations().entries(state.now()).stream()
                .filter(entry ->
                        statuses.isEmpty() || statuses.contains(entry.status().name()))
                .filter(entry -> since.isEmpty()
                        || Stream.of(entry.deprecatedAt(), entry.shutdownAt())
                                .filter(Objects::nonNull)
                                .anyMatch(date -> date.toString().compareTo(since) >= 0))
                .forEach(entry -> data.add(entry.toJson()));
        return cached(call, json, data, 300);
    }

    Reply model(Call call, String id) {
        Model model = Models.all().stream()
                .filter(known -> known.isNamed(id))
                .filter(known -> !state.deprecations().withdrawn(state.now()).test(known))
                .findFirst()
                .orElseThrow(() -> new Query.Refused(Refusal.notFound("Model " + id + " not found")));
        ObjectNode json = Json.object().put("object", "model");
        json.set("data", entry(model, new Query(call)));
        return Reply.json(200, json);
    }

    /** Only successful requests count. A model without any in the window is absent. */
    ObjectNode metrics(Call call) {
        Instant now = state.now();
        List<String> aliases = list(new Query(call), "aliases").toList();
        ObjectNode json =
                Json.object().put("window_seconds", WINDOW.toSeconds()).put("generated_at", Json.time(now));
        ArrayNode models = json.putArray("models");
        state.books().bookings().stream()
                .filter(row -> row.succeeded() && row.created().isAfter(now.minus(WINDOW)))
                .collect(Collectors.groupingBy(row -> String.valueOf(row.model())))
                .forEach((id, rows) -> {
                    Model model = Models.find(id);
                    if (model != null && (aliases.isEmpty() || aliases.stream().anyMatch(model::isNamed))) {
                        durations(models.addObject(), id, rows);
                    }
                });
        return json;
    }

    private static void durations(ObjectNode model, String id, List<Booking> rows) {
        long[] millis = rows.stream()
                .mapToLong(row -> row.duration().toMillis())
                .sorted()
                .toArray();
        model.put("alias", id).put("endpoint", "/v1/images/generations");
        ObjectNode duration = model.putObject("metrics").putObject("duration_ms");
        for (int percent : new int[] {50, 75, 90, 99}) {
            duration.put("p" + percent, millis[(int) Math.ceil(percent / 100.0 * millis.length) - 1]);
        }
    }

    private ObjectNode entry(Model model, Query query) {
        ObjectNode entry = Json.object().put("id", model.id());
        ObjectNode info = entry.putObject("info")
                .put("name", model.name())
                .put("developer", model.variant().vendor())
                .put(
                        "docsJson",
                        "https://api.aimlapi.com/docs-json?model=" + model.id() + "&endpoint=/v1/images/generations");
        Deprecations.Entry retirement = state.deprecations().entry(model, state.now());
        if (retirement != null) {
            // the names of these two are a guess
            info.put("deprecatedAt", text(retirement.deprecatedAt())).put("shutdownAt", text(retirement.shutdownAt()));
        }
        entry.put("type", "image"); // the vendor's word for these models is unknown
        ArrayNode aliases = entry.putArray("aliases");
        (model.aliases().isEmpty() ? List.of(model.id()) : model.aliases()).forEach(aliases::add);
        entry.putArray("tags").add("playground:image");
        if (list(query, "include").anyMatch(section -> section.equals("pricing") || section.equals("all"))) {
            entry.set("pricing", model.price(state.settings()).toJson());
        }
        return entry;
    }

    private static @Nullable String text(@Nullable Object date) {
        return date == null ? null : date.toString();
    }

    private static Stream<String> list(Query query, String name) {
        return query.all(name).stream().flatMap(value -> Stream.of(value.split(",", -1)));
    }

    private static Reply cached(Call call, ObjectNode json, JsonNode tagged, int seconds) {
        String tag = "W/\"" + Integer.toHexString(tagged.toString().hashCode()) + "\"";
        Reply reply = tag.equals(call.header("If-None-Match")) ? Reply.empty(304) : Reply.json(200, json);
        return reply.with("ETag", tag).with("Cache-Control", "public, max-age=" + seconds);
    }
}
