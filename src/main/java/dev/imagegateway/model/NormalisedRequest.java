package dev.imagegateway.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.image.ImageSize;
import dev.imagegateway.image.ImageSize.Preset;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request with all defaults applied, so that an explicit default equals an omitted one. Null values have no known
 * default: the gateway chooses the seed, and the vendor states no default for the guidance scale.
 */
public record NormalisedRequest(
        String model,
        String prompt,
        @JsonProperty("num_images") int numImages,
        @Nullable Long seed,
        @JsonProperty("image_size") Size imageSize,
        @JsonProperty("negative_prompt") String negativePrompt,
        @JsonProperty("prompt_expansion") boolean promptExpansion,
        @JsonProperty("guidance_scale") @Nullable BigDecimal guidanceScale,
        @JsonProperty("num_inference_steps") int numInferenceSteps,
        @JsonProperty("enable_safety_checker") boolean enableSafetyChecker,
        @JsonProperty("response_format") String responseFormat,
        @Nullable String user) {

    private static final int DEFAULT_STEPS = 50;

    /**
     * A size in pixels, and its preset if there is one.
     *
     * @param width in pixels
     * @param height in pixels
     * @param preset the vendor's name for it
     */
    public record Size(int width, int height, @Nullable String preset) {

        private static Size of(ImageSize size) {
            if (size instanceof Preset preset) {
                return new Size(preset.widthInPixels(), preset.heightInPixels(), preset.wireName());
            }
            var preset = Arrays.stream(Preset.values())
                    .filter(size::sameAs)
                    .map(Preset::wireName)
                    .findFirst()
                    .orElse(null);
            return new Size(size.widthInPixels(), size.heightInPixels(), preset);
        }
    }

    /** Applies the defaults to a request. */
    public static NormalisedRequest of(ImageGenerationRequest request) {
        return new NormalisedRequest(
                request.model(),
                request.prompt(),
                request.imagesAsked(),
                request.seed(),
                Size.of(Objects.requireNonNullElse(request.imageSize(), Preset.SQUARE_HD)),
                Objects.requireNonNullElse(request.negativePrompt(), ""),
                Objects.requireNonNullElse(request.promptExpansion(), false),
                request.guidanceScale(),
                Objects.requireNonNullElse(request.numInferenceSteps(), DEFAULT_STEPS),
                Objects.requireNonNullElse(request.enableSafetyChecker(), true),
                request.responseFormat().name().toLowerCase(Locale.ROOT),
                request.user());
    }
}
