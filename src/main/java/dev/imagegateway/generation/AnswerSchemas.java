package dev.imagegateway.generation;

import static dev.imagegateway.generation.JsonSchema.CREDITS;
import static dev.imagegateway.generation.JsonSchema.INT64;
import static dev.imagegateway.generation.JsonSchema.STRING;
import static dev.imagegateway.generation.JsonSchema.USD;
import static dev.imagegateway.generation.JsonSchema.answer;
import static dev.imagegateway.generation.JsonSchema.complete;
import static dev.imagegateway.generation.JsonSchema.described;
import static dev.imagegateway.generation.JsonSchema.fields;
import static dev.imagegateway.generation.JsonSchema.list;
import static dev.imagegateway.generation.JsonSchema.to;
import static dev.imagegateway.generation.JsonSchema.with;

import java.util.Map;

/** The schemas of an answer with images, beside those of {@link ApiSchemas}. */
final class AnswerSchemas {

    private AnswerSchemas() {}

    static Map<String, Map<String, Object>> all() {
        return Map.of(
                "ImageGenerationResponse", response(),
                "Image", image(),
                "GenerationMeta", complete(fields("usage", to("GenerationUsage"))),
                "GenerationUsage", complete(fields("credits_used", CREDITS, "usd_spent", USD)));
    }

    private static Map<String, Object> response() {
        var fields = fields(
                "created", described(INT64, "When the images were made, in seconds since 1970."),
                "data",
                        with(
                                list(to("Image")),
                                "minItems",
                                1,
                                "description",
                                "Each image once, in the form that was asked for."),
                "seed",
                        described(
                                INT64,
                                "The seed that was used. Digits beyond 2^53-1 are lost in a JavaScript number; a seed"
                                        + " that the gateway chose is below 2^31."),
                "meta", to("GenerationMeta"));
        return complete(fields);
    }

    private static Map<String, Object> image() {
        var fields = fields(
                // no format: a client would parse the URL and refuse the answer for a character that it does not like
                "url", described(STRING, "Where to fetch the image, for response_format url. It may expire."),
                "b64_json",
                        with(
                                STRING,
                                "contentEncoding",
                                "base64",
                                "description",
                                "The image's bytes, for response_format b64_json."));
        return with(answer(fields), "minProperties", 1, "description", "One image, with either url or b64_json.");
    }
}
