package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.CREDITS;
import static dev.imagegateway.generation.JsonSchema.INT32;
import static dev.imagegateway.generation.JsonSchema.INT64;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.USD;
import static dev.imagegateway.generation.JsonSchema.answer;
import static dev.imagegateway.generation.JsonSchema.complete;
import static dev.imagegateway.generation.JsonSchema.constant;
import static dev.imagegateway.generation.JsonSchema.described;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.mapOf;
import static dev.imagegateway.generation.JsonSchema.to;

import java.util.Map;

/** The schemas of the models, beside those of {@link ApiSchemas}. */
final class ModelSchemas {

    private ModelSchemas() {}

    static Map<String, Map<String, Object>> all() {
        return Map.of(
                "ModelList", complete(fields("object", constant("list"), "data", list(to("Model")))),
                "Model", model(),
                "FieldLimits", limits(),
                "PresetSize", complete(fields("width", INT32, "height", INT32)),
                "ModelPrice", complete(fields("credits_per_image", CREDITS, "usd_per_image", USD)));
    }

    private static Map<String, Object> model() {
        return complete(fields(
                "id", described(STRING, "The name to send as model."),
                "object", constant("model"),
                "created", described(INT64, "When the model was published, in seconds since 1970."),
                "owned_by", described(STRING, "Who made the model."),
                "limits", described(mapOf(to("FieldLimits")), "What each field of a request allows."),
                "presets", described(mapOf(to("PresetSize")), "Width and height of each named size, in pixels."),
                "price", to("ModelPrice")));
    }

    private static Map<String, Object> limits() {
        return described(
                answer(
                        fields(
                                "type", STRING,
                                "minimum", INT64,
                                "maximum", INT64,
                                "multipleOf", INT64,
                                "minLength", INT32,
                                "maxLength", INT32),
                        "type"),
                "What a field allows, by JSON Schema's keywords.");
    }
}
