package dev.imagegateway.image;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.math.BigDecimal;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/**
 * One request for images, in the gateway's own words; OpenAI's names are already folded in. Bounds and defaults are
 * those of AIML's page for {@code stable-diffusion-v3-medium}, and they stand here and nowhere else. What is null was
 * left out by the caller and is left out upstream.
 *
 * @param model the model to draw with
 * @param prompt what to draw: 1 to 4000 Unicode code points, not blank
 * @param numImages how many images, 1 to 4; upstream's default is 1
 * @param seed the same seed and prompt give the same image; 1 to 2^63-1, chosen by the gateway when null
 * @param imageSize the size; upstream's default is {@code square_hd}
 * @param negativePrompt what to avoid
 * @param promptExpansion whether the prompt is to be elaborated upstream
 * @param guidanceScale how closely to keep to the prompt, 1 to 20
 * @param numInferenceSteps denoising steps, 1 to 50; upstream's default is 50
 * @param enableSafetyChecker whether upstream checks the images; its default is true
 * @param responseFormat URLs or base64
 * @param user on whose behalf the client asks, for its own accounts: up to 256 code points, none of them a control
 *     character
 */
public record ImageGenerationRequest(
        @NotNull @OneOf(MODEL) String model,
        @NotNull @NotBlankText @CodePointLength(max = 4000) String prompt,
        @Nullable @Min(1) @Max(MOST_IMAGES) Integer numImages,
        @Nullable @Min(1) @Max(Long.MAX_VALUE) Long seed,
        @Nullable ImageSize imageSize,
        @Nullable String negativePrompt,
        @Nullable Boolean promptExpansion,
        @Nullable @DecimalMin("1") @DecimalMax("20") BigDecimal guidanceScale,
        @Nullable @Min(1) @Max(50) Integer numInferenceSteps,
        @Nullable Boolean enableSafetyChecker,
        ResponseFormat responseFormat,

        @Nullable @CodePointLength(max = 256) @Pattern(regexp = "^[^\\x00-\\x1F\\x7F]*$")
        String user) {

    /** The one model served today. */
    public static final String MODEL = "stable-diffusion-v3-medium";

    /** The most images that one request may ask for. */
    public static final int MOST_IMAGES = 4;

    /** How many images this asks for, with the default applied. */
    public int imagesAsked() {
        return numImages == null ? 1 : numImages;
    }
}
