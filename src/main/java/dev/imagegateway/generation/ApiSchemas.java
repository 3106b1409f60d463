package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.INT32;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.described;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.object;
import static dev.imagegateway.generation.JsonSchema.orNull;
import static dev.imagegateway.generation.JsonSchema.to;
import static dev.imagegateway.generation.JsonSchema.with;

import dev.imagegateway.model.RequestRules;
import dev.imagegateway.model.Rule;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schemas of the API document, written as the JSON that they are. Every bound of a request comes from
 * {@link RequestRules}, which enforces it. Their shape is one that client generators understand: see
 * {@code docs/clients.md}.
 */
final class ApiSchemas {

    private final RequestRules rules;

    ApiSchemas(RequestRules rules) {
        this.rules = rules;
    }

    Map<String, Schema<?>> all() {
        var schemas = new LinkedHashMap<String, Map<String, Object>>();
        schemas.put("ImageGenerationRequest", request());
        schemas.put("ImageSize", imageSize());
        schemas.put("ImageSizePreset", with(STRING, "enum", RequestRules.PRESETS));
        schemas.put("ImageSizePixels", imageSizePixels());
        schemas.putAll(AnswerSchemas.all());
        schemas.putAll(ModelSchemas.all());
        schemas.putAll(UsageSchemas.all());
        schemas.putAll(DryRunSchemas.all());
        schemas.putAll(ProblemSchemas.all());
        // sorted: the document is the same after each start
        var parsed = new TreeMap<String, Schema<?>>();
        schemas.forEach((name, schema) -> parsed.put(name, parsed(schema)));
        return parsed;
    }

    private Map<String, Object> request() {
        var fields = fields(
                "model", said(rule("model"), "The model to use."),
                "prompt",
                        said(rule("prompt"), "What to draw. Not blank; its length is counted in Unicode code points."),
                "num_images",
                        said(rule("num_images"), "How many images. 2.0 is 2; 1.5 is an error. Upstream default 1."),
                "n",
                        orNull(said(
                                rule("num_images"),
                                "OpenAI's name for num_images. If both are sent, they have to be equal.")),
                "seed",
                        said(
                                rule("seed"),
                                "The same request with the same seed makes the same image. If you leave it out, the"
                                        + " gateway chooses one below 2^31 and returns it. A JavaScript number is exact"
                                        + " up to 9007199254740991 (2^53-1): do not send a larger seed from JavaScript"
                                        + " or TypeScript."),
                "image_size", described(to("ImageSize"), "The size of each image. Upstream default square_hd."),
                "size", size(),
                "negative_prompt", said(rule("negative_prompt"), "What to avoid."),
                "prompt_expansion", said(rule("prompt_expansion"), "Whether the upstream elaborates the prompt."),
                "guidance_scale", said(rule("guidance_scale"), "How closely to follow the prompt."),
                "num_inference_steps", said(rule("num_inference_steps"), "Denoising steps. Upstream default 50."),
                "enable_safety_checker",
                        said(
                                rule("enable_safety_checker"),
                                "Whether the upstream checks the images. Upstream default true."),
                "response_format",
                        orNull(with(
                                STRING,
                                "enum",
                                RequestRules.FORMATS,
                                "description",
                                "The form of the images; default url.")),
                "user", orNull(said(rule("user"), "Your own user, a group of GET /v1/usage. Not sent upstream.")),
                "stream",
                        with(
                                orNull(JsonSchema.BOOLEAN),
                                // an enum of a boolean is code that does not compile in the Java client
                                "not",
                                Map.of("const", true),
                                "description",
                                "Only false: images are not streamed."),
                "partial_images",
                        with(
                                orNull(INT32),
                                "minimum",
                                0,
                                "maximum",
                                0,
                                "description",
                                "Only 0: images are not streamed."));
        return with(
                object(fields, "model", "prompt"),
                // as properties of any type, generated clients would send each of them as null
                "patternProperties",
                Map.of("^(" + String.join("|", RequestRules.TOLERATED) + ")$", Map.of()),
                "additionalProperties",
                false,
                "description",
                "AIML's request, with OpenAI's names for its fields. An unknown field is an error. OpenAI's fields "
                        + String.join(", ", RequestRules.TOLERATED)
                        + " have no meaning here: they are dropped and named in X-Ignored-Parameters.");
    }

    /** Two named alternatives, told apart by their JSON type: the one union that every generator reads. */
    private static Map<String, Object> imageSize() {
        return Map.of(
                "description",
                "A named size, or width and height.",
                "oneOf",
                List.of(to("ImageSizePreset"), to("ImageSizePixels")));
    }

    private Map<String, Object> imageSizePixels() {
        var dimensions = object(fields(
                "width", said(rule("width"), "Pixels. Upstream default 1024."),
                "height", said(rule("height"), "Pixels. Upstream default 768.")));
        return with(dimensions, "additionalProperties", false);
    }

    private static Map<String, Object> size() {
        return with(
                orNull(STRING),
                "pattern",
                "^([0-9]{1,5}x[0-9]{1,5}|" + String.join("|", RequestRules.OPENAI_SIZES) + ")$",
                "description",
                "OpenAI's name for image_size: a named size, auto, or width and height such as 1024x768, within the"
                        + " bounds of image_size. If both are sent, they have to mean the same pixels. auto is the"
                        + " upstream's default.");
    }

    /** A field's rule, which says how wide an integer is. */
    static Map<String, Object> said(Rule rule, String description) {
        var allowed = new LinkedHashMap<>(rule.allowed());
        if (rule.type().equals("integer")) {
            var isWide = !(allowed.get("maximum") instanceof Long maximum) || maximum > Integer.MAX_VALUE;
            allowed.put("format", isWide ? "int64" : "int32");
        }
        return with(allowed, "description", description);
    }

    private Rule rule(String field) {
        return java.util.Objects.requireNonNull(rules.byField().get(field));
    }

    static Schema<?> parsed(Map<String, Object> schema) {
        return Json31.mapper().convertValue(schema, Schema.class);
    }

    static Schema<?> ref(String name) {
        return parsed(to(name));
    }
}
