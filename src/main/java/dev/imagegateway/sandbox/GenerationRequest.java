package dev.imagegateway.sandbox;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A valid request body with the vendor's defaults applied.
 *
 * @param images as sent; the vendor's schema says number, not integer
 * @param seed as a JavaScript server reads it, a double; null lets the model choose
 * @param width width of the delivered image in pixels
 * @param guidance null leaves it to the model
 */
record GenerationRequest(
        String model,
        String prompt,
        double images,
        @Nullable Double seed,
        int width,
        int height,
        @Nullable String negativePrompt,
        boolean promptExpansion,
        @Nullable Double guidance,
        int steps,
        boolean safetyChecker) {

    static final String MODEL = "stable-diffusion-v3-medium";

    int count() {
        return (int) images;
    }

    double megapixels() {
        return width * height / 1e6;
    }

    /** Everything that determines the image. */
    String recipe(BigInteger usedSeed) {
        return String.join(
                "\n",
                prompt,
                String.valueOf(negativePrompt),
                String.valueOf(promptExpansion),
                String.valueOf(guidance),
                String.valueOf(steps),
                width + "x" + height,
                usedSeed.toString());
    }
}
