package dev.imagegateway.generation;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize.Dimensions;
import dev.imagegateway.image.ImageSize.Preset;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What each field of a request allows: for the reader that enforces it and the documents that state it. */
@Component
final class RequestRules {

    static final List<String> PRESETS =
            Arrays.stream(Preset.values()).map(Preset::wireName).toList();
    static final List<String> OPENAI_SIZES =
            Stream.concat(PRESETS.stream(), Stream.of("auto")).toList();
    static final List<String> FORMATS = List.of("url", "b64_json");

    /** What OpenAI's clients send whether or not they mean it. */
    static final List<String> TOLERATED = List.of(
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

    Validator validator() {
        return validator;
    }
}
