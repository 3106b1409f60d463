package dev.imagegateway.sandbox;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules for a body: the model chooses one of the vendor's published schemas. Unknown fields are ignored, as in the
 * vendor's examples: {@code n: 4} gives one image of a model that has {@code num_images}. Everything that the schema
 * allows is accepted, including an empty prompt; the supplier then refuses what it cannot do, such as 1.5 images.
 */
final class BodyRules {

    private static final int SHOWN_OF_MODEL = 100;

    private final SandboxProperties settings;
    private final Predicate<Model> withdrawn;

    private BodyRules(SandboxProperties settings, Predicate<Model> withdrawn) {
        this.settings = settings;
        this.withdrawn = withdrawn;
    }

    /** A valid body, or the refusal. */
    sealed interface Parsed {
        record Passed(GenerationRequest request) implements Parsed {}

        /** The model is the one that the logs name. */
        record Failed(Refusal refusal, String model) implements Parsed {}
    }

    /** @param withdrawn the models that no longer exist */
    static Parsed parse(Call call, SandboxProperties settings, Predicate<Model> withdrawn) {
        JsonNode body;
        try {
            // Express does not parse other content types, so the schema sees an empty object
            body = call.isJson() && !call.body().isEmpty() ? Json.MAPPER.readTree(call.body()) : Json.object();
        } catch (JacksonException malformed) {
            long at = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getCharOffset();
            return new Parsed.Failed(Refusal.badRequest("Unexpected token in JSON at position " + at), Model.SD3);
        }
        return body.isObject()
                ? new BodyRules(settings, withdrawn).parse(body)
                : new Parsed.Failed(
                        Refusal.invalidBody(List.of("Expected object, received " + SchemaCheck.typeOf(body))),
                        Model.SD3);
    }

    private Parsed parse(JsonNode body) {
        JsonNode named = body.get("model");
        String id = named != null && named.isString() ? named.stringValue() : null;
        Model model = id == null ? Models.sd3() : Models.find(id);
        if (model == null) {
            String name = String.valueOf(id);
            return new Parsed.Failed(unknown(name), name.substring(0, Math.min(name.length(), SHOWN_OF_MODEL)));
        }
        return id != null && withdrawn.test(model)
                ? new Parsed.Failed(Refusal.notFound("Model " + id + " not found"), model.id())
                : parse(model, body);
    }

    private Parsed parse(Model model, JsonNode body) {
        SchemaCheck check = new SchemaCheck(settings.multipleOf32());
        ObjectNode values = check.values(model.variant().fields(), body);
        if (!check.issues().isEmpty()) {
            return new Parsed.Failed(Refusal.invalidBody(check.issues()), model.id());
        }
        double images = images(values);
        Pixels pixels = Pixels.of(model.variant(), values);
        return pixels == null || images != Math.rint(images) || images < 1
                ? new Parsed.Failed(Refusal.partnerError(), model.id())
                : new Parsed.Passed(new GenerationRequest(model, values, pixels, (int) images));
    }

    private static double images(ObjectNode values) {
        @Nullable JsonNode number = values.has("n") ? values.get("n") : values.get("num_images");
        return number == null ? 1 : number.doubleValue();
    }

    private Refusal unknown(String id) {
        if (Models.isNotOffered(id)) {
            return Refusal.notFound("Model " + id + " is not offered by the sandbox");
        }
        return settings.unknownModelStatus() == 404
                ? Refusal.notFound("Model " + id + " not found")
                : Refusal.invalidBody(List.of("Invalid enum value. Expected "
                        + Models.ids().stream().map(known -> "'" + known + "'").collect(Collectors.joining(" | "))
                        + ", received '" + id + "'"));
    }
}
