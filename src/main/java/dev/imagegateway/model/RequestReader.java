package dev.imagegateway.model;

import dev.imagegateway.http.StrictJson;
import dev.imagegateway.http.Violations;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses a body with AIML's fields and OpenAI's names for them, and reports all violations together. Does not convert
 * types and does not silently drop unknown fields.
 */
@Component
public final class RequestReader {

    private final RequestRules rules;
    private final SizeReader sizes;

    RequestReader(RequestRules rules) {
        this.rules = rules;
        this.sizes = new SizeReader(rules);
    }

    /**
     * Parses a body.
     *
     * @param model the model that the path names; null if the body has to name it
     * @param otherViolations violations outside the body
     * @throws dev.imagegateway.problem.GatewayException {@code invalid-request} with all violations
     */
    public ParsedRequest read(byte[] body, @Nullable String model, List<Violation> otherViolations) {
        var violations = new Violations(otherViolations);
        var tree = new StrictJson(violations).read(body);
        if (tree.isEmpty()) {
            violations.throwIfAny();
        }
        if (model != null) {
            name(model, tree, violations);
        }
        var fields = new Fields(tree, "", rules.validator(), violations);
        var modelName = fields.requiredText("model", rules.model);
        var promptText = fields.requiredText("prompt", rules.prompt);
        var count = count(fields, violations);
        var seedNumber = fields.longInteger("seed", rules.seed);
        var size = size(fields, violations);
        var negative = fields.text("negative_prompt", rules.negativePrompt);
        var expansion = fields.bool("prompt_expansion", rules.promptExpansion);
        var guidance = fields.number("guidance_scale", rules.guidanceScale);
        var steps = fields.integer("num_inference_steps", rules.numInferenceSteps);
        var safety = fields.bool("enable_safety_checker", rules.enableSafetyChecker);
        var format = responseFormat(fields, violations);
        var userTag = fields.text("user", rules.user, fields.rawUnlessNull("user"));
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
                format,
                userTag == null || userTag.isEmpty() ? null : userTag);
        return new ParsedRequest(request, ignored);
    }

    private static void name(String model, ObjectNode tree, Violations violations) {
        var sent = tree.path("model");
        if (sent.isMissingNode() || sent.isNull()) {
            tree.put("model", model);
        } else if (sent.isString() && !sent.stringValue().equals(model)) {
            violations.add("/model", "conflict", "contradicts the model in the path: send one of them");
        }
    }

    private @Nullable Integer count(Fields fields, Violations violations) {
        var count = fields.integer("num_images", rules.numImages);
        var openAi = fields.integer("n", rules.numImages, fields.rawUnlessNull("n"));
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
        if (!node.isString() || !RequestRules.FORMATS.contains(node.stringValue())) {
            violations.add(
                    fields.pointer("response_format"),
                    node.isString() ? "enum" : "type",
                    "must be " + Rule.choices(RequestRules.FORMATS),
                    Map.of("type", "string", "enum", RequestRules.FORMATS));
            return ResponseFormat.URL;
        }
        return node.stringValue().equals("url") ? ResponseFormat.URL : ResponseFormat.B64_JSON;
    }

    /** Collects fields that are ignored, and refuses values that would change the format of the response. */
    private static List<String> ignored(Fields fields, Violations violations) {
        var ignored = new ArrayList<String>();
        for (var name : RequestRules.TOLERATED) {
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
