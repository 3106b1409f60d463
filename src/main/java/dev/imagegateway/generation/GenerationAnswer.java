package dev.imagegateway.generation;

import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.problem.Problem;

/** The response to an image request. */
sealed interface GenerationAnswer {

    /** The response headers. */
    AnswerHeaders headers();

    /** Status 200: the images. */
    record Images(ImageGenerationResponse body, AnswerHeaders headers) implements GenerationAnswer {}

    /** Status 202: the id of the generation to query. */
    record Accepted(String generation, AnswerHeaders headers) implements GenerationAnswer {}

    /** An error. */
    record Refused(Problem problem, AnswerHeaders headers) implements GenerationAnswer {}
}
