package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.CREDITS;
import static dev.imagegateway.generation.JsonSchema.INTEGER;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.USD;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.object;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.text;
import static dev.imagegateway.generation.JsonSchema.to;
import static dev.imagegateway.generation.JsonSchema.with;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schemas of the API document, written as the JSON that they are. Every bound of a request comes from
 * {@link RequestRules}, which enforces it.
 */
final class ApiSchemas {

    private final RequestRules rules;

    ApiSchemas(RequestRules rules) {
        this.rules = rules;
    }

    Map<String, Schema<?>> all() {
        var schemas = new LinkedHashMap<String, Schema<?>>();
        schemas.put("ImageGenerationRequest", parsed(request()));
        schemas.put("ImageGenerationResponse", parsed(response()));
        schemas.put("ModelList", parsed(object(fields("object", Map.of("const", "list"), "data", list(to("Model"))))));
        schemas.put("Model", parsed(model()));
        UsageSchemas.all().forEach((name, schema) -> schemas.put(name, parsed(schema)));
        ProblemSchemas.all().forEach((name, schema) -> schemas.put(name, parsed(schema)));
        return schemas;
    }

    private Map<String, Object> request() {
        var fields = fields(
                "model", said(rules.model, "The model to draw with."),
                "prompt", said(rules.prompt, "What to draw. Not blank; counted in Unicode code points."),
                "num_images", said(rules.numImages, "How many. 2.0 is 2; 1.5 is an error. Upstream default 1."),
                "n", orNull(said(rules.numImages, "OpenAI's name for num_images; if both are there, they agree.")),
                "seed",
                        said(
                                rules.seed,
                                "The same request with the same seed makes the same image. When it is left out, the"
                                        + " gateway chooses one and returns it."),
                "image_size", imageSize(),
                "size", size(),
                "negative_prompt", said(rules.negativePrompt, "What to avoid."),
                "prompt_expansion", said(rules.promptExpansion, "Whether the prompt is elaborated upstream."),
                "guidance_scale", said(rules.guidanceScale, "How closely to keep to the prompt."),
                "num_inference_steps", said(rules.numInferenceSteps, "Denoising steps. Upstream default 50."),
                "enable_safety_checker", said(rules.enableSafetyChecker, "Upstream default true."),
                "response_format",
                        orNull(Map.of(
                                "type", "string", "enum", RequestRules.FORMATS, "description", "url when left out.")),
                "user", orNull(said(rules.user, "On whose behalf; a group of GET /v1/usage. Not sent upstream.")),
                "stream", orNull(Map.of("type", "boolean", "enum", List.of(false))),
                "partial_images", orNull(Map.of("type", "integer", "enum", List.of(0))));
        RequestRules.TOLERATED.forEach(name -> fields.put(
                name,
                Map.of("description", "OpenAI's; means nothing here. Dropped, and named in X-Ignored-Parameters.")));
        return with(
                object(fields, "model", "prompt"),
                "additionalProperties",
                false,
                "description",
                "AIML's request, and OpenAI's names for it. Unknown fields are errors.");
    }

    private Map<String, Object> imageSize() {
        var dimensions = object(fields(
                "width", said(rules.width, "Pixels. Upstream default 1024."),
                "height", said(rules.height, "Pixels. Upstream default 768.")));
        return Map.of(
                "description",
                "The size of each image. Upstream default square_hd.",
                "anyOf",
                List.of(
                        Map.of("type", "string", "enum", RequestRules.PRESETS),
                        with(dimensions, "additionalProperties", false)));
    }

    private static Map<String, Object> size() {
        return Map.of(
                "description",
                "OpenAI's name for image_size, within the same bounds; if both are there, they mean the same"
                        + " pixels. auto is the upstream's default.",
                "anyOf",
                List.of(
                        Map.of("type", "string", "pattern", "^[0-9]{1,5}x[0-9]{1,5}$"),
                        Map.of("type", "string", "enum", RequestRules.OPENAI_SIZES),
                        Map.of("type", "null")));
    }

    private static Map<String, Object> response() {
        var url = object(fields("url", text("uri", "Where to fetch it. It may expire.")), "url");
        var base64 = object(
                fields(
                        "b64_json",
                        Map.of("type", "string", "contentEncoding", "base64", "description", "The image's bytes.")),
                "b64_json");
        var usage = object(fields("credits_used", CREDITS, "usd_spent", USD), "credits_used", "usd_spent");
        var fields = fields(
                "created", with(INTEGER, "description", "When it was made, in seconds since 1970."),
                "data",
                        Map.of(
                                "type",
                                "array",
                                "minItems",
                                1,
                                "description",
                                "Each image once, in the form asked for.",
                                "items",
                                Map.of(
                                        "anyOf",
                                        List.of(
                                                with(url, "additionalProperties", false),
                                                with(base64, "additionalProperties", false)))),
                "seed", with(INTEGER, "format", "int64", "description", "The seed that was used."),
                "meta", object(fields("usage", usage), "usage"));
        return with(object(fields, "created", "data", "seed", "meta"), "additionalProperties", false);
    }

    private static Map<String, Object> model() {
        var price = object(fields("credits_per_image", CREDITS, "usd_per_image", USD));
        return object(
                fields(
                        "id", with(STRING, "description", "The name to send as model."),
                        "object", Map.of("const", "model"),
                        "created", with(INTEGER, "description", "When it was published, seconds since 1970."),
                        "owned_by", with(STRING, "description", "Who made it."),
                        "limits", Map.of("type", "object", "description", "Bounds by JSON Schema's keywords."),
                        "presets", Map.of("type", "object", "description", "Width and height of each named size."),
                        "price", price),
                "id",
                "object",
                "created",
                "owned_by",
                "limits",
                "presets",
                "price");
    }

    static Map<String, Object> said(Rule rule, String description) {
        return with(rule.allowed(), "description", description);
    }

    static Schema<?> parsed(Map<String, Object> schema) {
        return Json31.mapper().convertValue(schema, Schema.class);
    }

    static Schema<?> ref(String... names) {
        return names.length == 1
                ? parsed(to(names[0]))
                : parsed(
                        Map.of("anyOf", Arrays.stream(names).map(JsonSchema::to).toList()));
    }
}
