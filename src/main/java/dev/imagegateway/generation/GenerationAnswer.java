package dev.imagegateway.generation;

import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.problem.Problem;

/** The answer to a request for images. */
sealed interface GenerationAnswer {

    /** What its headers say. */
    AnswerHeaders headers();

    /** Status 200: the images. */
    record Images(ImageGenerationResponse body, AnswerHeaders headers) implements GenerationAnswer {}

    /** Status 202: where to look for them. */
    record Accepted(String generation, AnswerHeaders headers) implements GenerationAnswer {}

    /** An error. */
    record Refused(Problem problem, AnswerHeaders headers) implements GenerationAnswer {}
}
