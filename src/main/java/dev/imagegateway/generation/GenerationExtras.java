package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationView.Failure;
import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.images.ImageViews.ImageView;
import dev.imagegateway.ledger.AttemptRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a generation's view shows in addition to its row in the ledger. Null is left out.
 *
 * @param prompt the prompt, if prompts are stored
 * @param blocked for each image, whether the vendor's safety checker blocked it
 * @param images the images that are or were kept
 * @param attempts the attempts
 * @param result the images in the requested form
 * @param problem why there is no result
 */
record GenerationExtras(
        @Nullable String prompt,
        @Nullable List<Boolean> blocked,
        @Nullable List<ImageView> images,
        @Nullable List<AttemptRecord> attempts,
        @Nullable ImageGenerationResponse result,
        @Nullable Failure problem) {

    static final GenerationExtras NONE = new GenerationExtras(null, null, null, null, null, null);

    GenerationExtras withAttempts(List<AttemptRecord> made) {
        return new GenerationExtras(prompt, blocked, images, made.isEmpty() ? null : made, result, problem);
    }

    /** Its word about blocked images takes precedence: it knows copies that are not recorded yet. */
    GenerationExtras withResult(ImageGenerationResponse delivered) {
        return new GenerationExtras(prompt, delivered.hasNsfwConcepts(), images, attempts, delivered, null);
    }

    GenerationExtras withProblem(Failure failure) {
        return new GenerationExtras(prompt, blocked, images, attempts, null, failure);
    }
}
