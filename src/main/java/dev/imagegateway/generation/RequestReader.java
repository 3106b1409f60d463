package dev.imagegateway.generation;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize;
import dev.imagegateway.image.ResponseFormat;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads a body, AIML's fields and OpenAI's names for them, and finds every fault in it at once. Nothing is coerced: a
 * text is no number, and a field that is not known is not dropped in silence.
 */
@Component
final class RequestReader {

    /** What OpenAI's clients send whether or not they mean it. */
    private static final List<String> TOLERATED =
            List.of("quality", "style", "background", "moderation", "output_format", "output_compression", "user");

    private static final List<String> FORMATS = List.of("url", "b64_json");

    private final Validator validator;
    private final SizeReader sizes;
    private final Rule model;
    private final Rule prompt;
    private final Rule numImages;
    private final Rule seed;
    private final Rule negativePrompt;
    private final Rule promptExpansion;
    private final Rule guidanceScale;
    private final Rule numInferenceSteps;
    private final Rule enableSafetyChecker;

    RequestReader(Validator validator) {
        this.validator = validator;
        this.sizes = new SizeReader(validator);
        this.model = rule("model", "string");
        this.prompt = rule("prompt", "string");
        this.numImages = rule("numImages", "integer");
        this.seed = rule("seed", "integer");
        this.negativePrompt = rule("negativePrompt", "string");
        this.promptExpansion = rule("promptExpansion", "boolean");
        this.guidanceScale = rule("guidanceScale", "number");
        this.numInferenceSteps = rule("numInferenceSteps", "integer");
        this.enableSafetyChecker = rule("enableSafetyChecker", "boolean");
    }

    private Rule rule(String property, String type) {
        return Rule.of(validator, ImageGenerationRequest.class, property, type);
    }

    /** @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with every violation */
    ParsedRequest read(byte[] body) {
        var violations = new Violations();
        var tree = new StrictJson(violations).read(body);
        if (tree.isEmpty()) {
            violations.throwIfAny();
        }
        var fields = new Fields(tree, "", validator, violations);
        var modelName = fields.requiredText("model", model);
        var promptText = fields.requiredText("prompt", prompt);
        var count = count(fields, violations);
        var seedNumber = fields.longInteger("seed", seed);
        var size = size(fields, violations);
        var negative = fields.text("negative_prompt", negativePrompt);
        var expansion = fields.bool("prompt_expansion", promptExpansion);
        var guidance = fields.number("guidance_scale", guidanceScale);
        var steps = fields.integer("num_inference_steps", numInferenceSteps);
        var safety = fields.bool("enable_safety_checker", enableSafetyChecker);
        var format = responseFormat(fields, violations);
        var ignored = ignored(fields, violations);
        fields.refuseUnknown();
        violations.throwIfAny();
        var request = new ImageGenerationRequest(
                Objects.requireNonNull(modelName),
                Objects.requireNonNull(promptText),
                count,
                seedNumber,
                size,
                negative,
                expansion,
                guidance,
                steps,
                safety,
                format);
        return new ParsedRequest(request, ignored);
    }

    private @Nullable Integer count(Fields fields, Violations violations) {
        var count = fields.integer("num_images", numImages);
        var openAi = fields.integer("n", numImages, fields.rawUnlessNull("n"));
        if (count != null && openAi != null && !count.equals(openAi)) {
            violations.add(fields.pointer("n"), "conflict", "contradicts num_images: send one of them");
        }
        return count != null ? count : openAi;
    }

    private @Nullable ImageSize size(Fields fields, Violations violations) {
        var size = sizes.imageSize(fields, violations);
        var openAi = sizes.openAiSize(fields, violations);
        if (size != null && openAi != null && !size.sameAs(openAi)) {
            violations.add(fields.pointer("size"), "conflict", "contradicts image_size: send one of them");
        }
        return size != null ? size : openAi;
    }

    private static ResponseFormat responseFormat(Fields fields, Violations violations) {
        var node = fields.rawUnlessNull("response_format");
        if (node == null) {
            return ResponseFormat.URL;
        }
        if (!node.isString() || !FORMATS.contains(node.stringValue())) {
            violations.add(
                    fields.pointer("response_format"),
                    node.isString() ? "enum" : "type",
                    "must be " + Rule.choices(FORMATS),
                    Map.of("type", "string", "enum", FORMATS));
            return ResponseFormat.URL;
        }
        return node.stringValue().equals("url") ? ResponseFormat.URL : ResponseFormat.B64_JSON;
    }

    /** Drops what means nothing here, and refuses what would change the form of the answer. */
    private static List<String> ignored(Fields fields, Violations violations) {
        var ignored = new ArrayList<String>();
        for (var name : TOLERATED) {
            if (fields.raw(name) != null) {
                ignored.add(name);
            }
        }
        var stream = fields.rawUnlessNull("stream");
        if (stream != null && !(stream.isBoolean() && !stream.booleanValue())) {
            violations.add(fields.pointer("stream"), "enum", "must be false: images are not streamed", only(false));
        } else if (stream != null) {
            ignored.add("stream");
        }
        var partial = fields.rawUnlessNull("partial_images");
        if (partial != null && !(partial.isNumber() && partial.decimalValue().signum() == 0)) {
            violations.add(fields.pointer("partial_images"), "enum", "must be 0: images are not streamed", only(0));
        } else if (partial != null) {
            ignored.add("partial_images");
        }
        return List.copyOf(ignored);
    }

    private static Map<String, Object> only(Object value) {
        return Map.of("enum", List.of(value));
    }
}
