package dev.imagegateway.image;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/**
 * A request for images with OpenAI's names already mapped. Bounds and defaults are those of AIML's documentation of
 * {@code stable-diffusion-v3-medium}, and are defined only here. Null fields were omitted by the caller and are omitted
 * upstream.
 *
 * @param model the model
 * @param prompt what to draw: 1 to 4000 Unicode code points, not blank
 * @param numImages number of images, 1 to 4; the upstream's default is 1
 * @param seed the same seed and prompt give the same image; 1 to 2^63-1, chosen by the gateway if null
 * @param imageSize the size; the upstream's default is {@code square_hd}
 * @param negativePrompt what to avoid
 * @param promptExpansion whether the upstream expands the prompt
 * @param guidanceScale how closely to follow the prompt, 1 to 20
 * @param numInferenceSteps denoising steps, 1 to 50; the upstream's default is 50
 * @param enableSafetyChecker whether the upstream checks the images; the default is true
 * @param responseFormat URLs or base64
 * @param user the end user, for the client's own accounting: up to 256 code points, none of them unsafe
 */
public record ImageGenerationRequest(
        @NotNull @OneOf(MODEL) String model,
        @NotNull @NotBlankText @CodePointLength(max = 4000) String prompt,
        @Nullable @Min(1) @Max(MAX_IMAGES) Integer numImages,
        @Nullable @Min(1) @Max(Long.MAX_VALUE) Long seed,
        @Nullable ImageSize imageSize,
        @Nullable String negativePrompt,
        @Nullable Boolean promptExpansion,
        @Nullable @DecimalMin("1") @DecimalMax("20") BigDecimal guidanceScale,
        @Nullable @Min(1) @Max(50) Integer numInferenceSteps,
        @Nullable Boolean enableSafetyChecker,
        ResponseFormat responseFormat,

        @Nullable @CodePointLength(max = 256) @SafeText String user) {

    /** The only model served today. */
    public static final String MODEL = "stable-diffusion-v3-medium";

    /** The maximum number of images per request. */
    public static final int MAX_IMAGES = 4;

    /** Returns the number of images, with the default applied. */
    public int imagesAsked() {
        return numImages == null ? 1 : numImages;
    }
}
