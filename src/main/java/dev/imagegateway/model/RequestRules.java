package dev.imagegateway.model;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize.Dimensions;
import dev.imagegateway.image.ImageSize.Preset;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The rules of all request fields, used by the reader that enforces them and by the API documentation. */
@Component
public final class RequestRules {

    /** The vendor's named sizes. */
    public static final List<String> PRESETS =
            Arrays.stream(Preset.values()).map(Preset::wireName).toList();

    /** The values of OpenAI's {@code size} other than width and height. */
    public static final List<String> OPENAI_SIZES =
            Stream.concat(PRESETS.stream(), Stream.of("auto")).toList();

    /** The response formats. */
    public static final List<String> FORMATS = List.of("url", "b64_json");

    /** Fields that OpenAI's clients send by default. They are ignored. */
    public static final List<String> TOLERATED = List.of(
            "quality", "style", "background", "moderation", "output_format", "output_compression", "safety_identifier");

    final Rule model;
    final Rule prompt;
    final Rule numImages;
    final Rule seed;
    final Rule width;
    final Rule height;
    final Rule negativePrompt;
    final Rule promptExpansion;
    final Rule guidanceScale;
    final Rule numInferenceSteps;
    final Rule enableSafetyChecker;
    final Rule user;

    private final Validator validator;

    RequestRules(Validator validator) {
        this.validator = validator;
        this.model = rule("model", "string");
        this.prompt = rule("prompt", "string");
        this.numImages = rule("numImages", "integer");
        this.seed = rule("seed", "integer");
        this.width = Rule.of(validator, Dimensions.class, "width", "integer");
        this.height = Rule.of(validator, Dimensions.class, "height", "integer");
        this.negativePrompt = rule("negativePrompt", "string");
        this.promptExpansion = rule("promptExpansion", "boolean");
        this.guidanceScale = rule("guidanceScale", "number");
        this.numInferenceSteps = rule("numInferenceSteps", "integer");
        this.enableSafetyChecker = rule("enableSafetyChecker", "boolean");
        this.user = rule("user", "string");
    }

    private Rule rule(String property, String type) {
        return Rule.of(validator, ImageGenerationRequest.class, property, type);
    }

    /** Returns the rule of each field by name. Width and height are those of {@code image_size}. */
    public Map<String, Rule> byField() {
        var byField = new LinkedHashMap<String, Rule>();
        byField.put("model", model);
        byField.put("prompt", prompt);
        byField.put("num_images", numImages);
        byField.put("seed", seed);
        byField.put("width", width);
        byField.put("height", height);
        byField.put("negative_prompt", negativePrompt);
        byField.put("prompt_expansion", promptExpansion);
        byField.put("guidance_scale", guidanceScale);
        byField.put("num_inference_steps", numInferenceSteps);
        byField.put("enable_safety_checker", enableSafetyChecker);
        byField.put("user", user);
        return byField;
    }

    Validator validator() {
        return validator;
    }
}
