package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.ResponseProfile;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The five versions of the vendor's successful response. */
final class AnswerBodies {

    private final String publicUrl;
    private final ShapedBody shaped;

    /** @param publicUrl the base of the image URLs, without a trailing slash */
    AnswerBodies(String publicUrl, Album album) {
        this.publicUrl = publicUrl;
        shaped = new ShapedBody(this::url, album::bytes);
    }

    String url(Picture picture) {
        return publicUrl + picture.path();
    }

    static int status(Generation generation) {
        return switch (generation.trace().profile()) {
            case LEGACY -> 201; // what NestJS answers to a POST unless told otherwise
            case HYBRID, EARLY2026, CURRENT, CURRENT_NULL -> 200;
        };
    }

    ObjectNode body(Generation generation) {
        long credits = generation.credits();
        return switch (generation.trace().profile()) {
            case LEGACY -> isFal(generation) ? fal(generation) : shaped.of(generation, false);
            case HYBRID -> {
                ObjectNode body = isFal(generation) ? fal(generation) : shaped.of(generation, false);
                if (isFal(generation)) {
                    body.set("data", falImages(generation));
                }
                body.putObject("meta").putObject("usage").put("tokens_used", credits);
                yield body;
            }
            case EARLY2026 -> {
                ObjectNode body = shaped.of(generation, false);
                body.putObject("meta").putObject("usage").put("credits_used", credits);
                yield body;
            }
            case CURRENT, CURRENT_NULL -> {
                ObjectNode body = shaped.of(generation, generation.trace().profile() == ResponseProfile.CURRENT_NULL);
                body.putObject("meta")
                        .putObject("usage")
                        .put("credits_used", credits)
                        .put("usd_spent", Json.usd(credits));
                yield body;
            }
        };
    }

    static Map<String, String> headers(Generation generation) {
        Trace trace = generation.trace();
        Map<String, String> headers = new LinkedHashMap<>();
        switch (trace.profile()) {
            case LEGACY, HYBRID -> {
                headers.put("X-Powered-By", "Express");
                headers.put("Access-Control-Allow-Origin", "*");
            }
            case EARLY2026 -> headers.put("x-request-id", trace.requestId());
            case CURRENT, CURRENT_NULL -> {
                headers.put("x-request-id", trace.requestId());
                headers.put("x-inference-id", trace.inferenceId());
                if (trace.clientRequestId() != null) {
                    headers.put("x-client-request-id", trace.clientRequestId());
                }
                headers.put("x-aimlapi-credits-used", String.valueOf(generation.credits()));
                headers.put(
                        "x-aimlapi-usd-spent",
                        Json.usd(generation.credits())
                                .setScale(9, RoundingMode.HALF_UP)
                                .toPlainString());
                headers.put(
                        "Access-Control-Expose-Headers",
                        "x-inference-id, x-client-request-id, x-aimlapi-credits-used, x-aimlapi-usd-spent");
            }
        }
        return headers;
    }

    /** Suppliers other than fal have never had their bodies passed through. */
    private static boolean isFal(Generation generation) {
        return generation.request().model().shape() == Shape.FAL;
    }

    private ObjectNode fal(Generation generation) {
        ObjectNode body = Json.object();
        body.set("images", falImages(generation));
        body.putObject("timings").put("inference", generation.inferenceSeconds());
        if (generation.request().model().variant().has("seed")) {
            body.put("seed", generation.seed());
        }
        ArrayNode nsfw = body.putArray("has_nsfw_concepts");
        generation.pictures().forEach(picture -> nsfw.add(picture.black()));
        body.put("prompt", generation.request().prompt());
        return generation.request().model().isSd3()
                ? body.put("num_images", generation.pictures().size())
                : body;
    }

    /** The content type is wrong on purpose: the vendor states JPEG, but the file is a PNG. */
    private ArrayNode falImages(Generation generation) {
        ArrayNode images = Json.array();
        for (Picture picture : generation.pictures()) {
            images.addObject()
                    .put("url", url(picture))
                    .put("width", picture.width())
                    .put("height", picture.height())
                    .put(
                            "content_type",
                            picture.type() == FileType.PNG
                                    ? "image/jpeg"
                                    : picture.type().contentType());
        }
        return images;
    }
}
