package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The public pages about the model: its price, its speed and its retirement. */
final class CatalogueEndpoint {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final SandboxState state;

    CatalogueEndpoint(SandboxState state) {
        this.state = state;
    }

    Reply models(Call call) {
        Query query = new Query(call);
        List<String> ids = query.all("id");
        ObjectNode json = Json.object().put("object", "list");
        ArrayNode data = json.putArray("data");
        if (ids.isEmpty() || ids.contains(GenerationRequest.MODEL)) {
            ObjectNode model = model();
            if (list(query, "include").anyMatch("pricing"::equals)) {
                model.set("pricing", pricing());
            }
            data.add(model);
        }
        return cached(call, json, 60);
    }

    Reply deprecations(Call call) {
        ObjectNode json = Json.object().put("object", "list");
        json.putArray("data");
        return cached(call, json, 300);
    }

    Reply model(String id) {
        if (!id.equals(GenerationRequest.MODEL)) {
            throw new Query.Refused(Refusal.notFound("Model " + id + " not found"));
        }
        ObjectNode json = Json.object().put("object", "model");
        json.set("data", model());
        return Reply.json(200, json);
    }

    /** Only successful requests count. A model without any in the window is absent. */
    ObjectNode metrics(Call call) {
        Instant now = state.now();
        long[] millis = state.books().bookings().stream()
                .filter(row -> row.succeeded() && row.created().isAfter(now.minus(WINDOW)))
                .mapToLong(row -> row.duration().toMillis())
                .sorted()
                .toArray();
        List<String> aliases = list(new Query(call), "aliases").toList();
        ObjectNode json =
                Json.object().put("window_seconds", WINDOW.toSeconds()).put("generated_at", Json.time(now));
        ArrayNode models = json.putArray("models");
        if (millis.length > 0 && (aliases.isEmpty() || aliases.contains(GenerationRequest.MODEL))) {
            ObjectNode model =
                    models.addObject().put("alias", GenerationRequest.MODEL).put("endpoint", "/v1/images/generations");
            ObjectNode duration = model.putObject("metrics").putObject("duration_ms");
            for (int percent : new int[] {50, 75, 90, 99}) {
                duration.put("p" + percent, millis[(int) Math.ceil(percent / 100.0 * millis.length) - 1]);
            }
        }
        return json;
    }

    private static ObjectNode model() {
        ObjectNode model = Json.object().put("id", GenerationRequest.MODEL);
        model.putObject("info")
                .put("name", "Stable Diffusion 3")
                .put("developer", "Stability AI")
                .put(
                        "docsJson",
                        "https://api.aimlapi.com/docs-json?model=" + GenerationRequest.MODEL
                                + "&endpoint=/v1/images/generations");
        model.put("type", "image"); // the vendor's word for this model is unknown
        model.putArray("aliases").add(GenerationRequest.MODEL);
        model.putArray("tags").add("playground:image");
        return model;
    }

    /** Per image. The vendor documents this format for tokens only. */
    private ObjectNode pricing() {
        ObjectNode pricing = Json.object().put("kind", "fixed").put("currency", "USD");
        pricing.putArray("units")
                .addObject()
                .put("name", "image")
                .put("measure", "output")
                .put("price", Json.usd(state.settings().creditsPerImage()))
                .put("per", 1);
        return pricing;
    }

    private static Stream<String> list(Query query, String name) {
        return query.all(name).stream().flatMap(value -> Stream.of(value.split(",", -1)));
    }

    private static Reply cached(Call call, ObjectNode json, int seconds) {
        String tag = "W/\"" + Integer.toHexString(json.toString().hashCode()) + "\"";
        Reply reply = tag.equals(call.header("If-None-Match")) ? Reply.empty(304) : Reply.json(200, json);
        return reply.with("ETag", tag).with("Cache-Control", "public, max-age=" + seconds);
    }
}
