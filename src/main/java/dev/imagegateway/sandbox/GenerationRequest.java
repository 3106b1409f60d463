package dev.imagegateway.sandbox;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A valid request.
 *
 * @param values the parameters of the model's schema with their defaults; unknown ones are absent
 * @param pixels size of the delivered images
 * @param count number of images
 */
record GenerationRequest(Model model, ObjectNode values, Pixels pixels, int count) {

    private static final int USUAL_STEPS = 28;
    private static final List<String> NOT_DRAWN =
            List.of("model", "n", "num_images", "response_format", "sync_mode", "convert_base64_to_url");

    String prompt() {
        return text("prompt");
    }

    /** As a JavaScript server reads it, a double; null lets the model choose. */
    @Nullable
    Double seed() {
        return number("seed");
    }

    int steps() {
        Double steps = number("num_inference_steps");
        return steps == null ? USUAL_STEPS : steps.intValue();
    }

    boolean safetyChecker() {
        return flag("enable_safety_checker", true);
    }

    /** Whether the response carries the images as base64. */
    boolean asBase64() {
        return text("response_format").equals("b64_json") || !flag("convert_base64_to_url", true);
    }

    /** Whether the response carries the images as data URLs. */
    boolean asDataUrl() {
        return flag("sync_mode", false);
    }

    /** Number of images in the request. */
    int references() {
        JsonNode urls = values.get("image_urls");
        return (urls == null ? 0 : urls.size()) + (values.has("image_url") ? 1 : 0);
    }

    FileType fileType() {
        if (text("style").startsWith("vector_illustration")) {
            return FileType.SVG;
        }
        String asked = text("output_format");
        return asked.isEmpty() ? model.fileType() : FileType.named(asked);
    }

    /** The regular price of the delivered images in credits. */
    long cost(int images, SandboxProperties settings) {
        return model.price(settings).of(this, images);
    }

    /** The text of a parameter; empty if it is absent. */
    String text(String name) {
        JsonNode value = values.get(name);
        return value == null || !value.isString() ? "" : value.stringValue();
    }

    @Nullable
    Double number(String name) {
        JsonNode value = values.get(name);
        return value == null ? null : Double.valueOf(value.doubleValue());
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = values.get(name);
        return value == null ? otherwise : value.booleanValue();
    }

    /** Everything that determines the image. */
    String recipe(BigInteger usedSeed) {
        if (!model.isSd3()) {
            ObjectNode drawn = values.deepCopy().remove(NOT_DRAWN);
            // a hash, because the album keeps the recipes and parameters can have images of some MiB
            long parameters = Scene.hash(drawn.toString());
            return String.join("\n", model.id(), Long.toHexString(parameters), pixels.toString(), usedSeed.toString());
        }
        return String.join(
                "\n",
                prompt(),
                values.has("negative_prompt") ? text("negative_prompt") : "null",
                String.valueOf(flag("prompt_expansion", false)),
                String.valueOf(number("guidance_scale")),
                String.valueOf(steps()),
                pixels.toString(),
                usedSeed.toString());
    }
}
