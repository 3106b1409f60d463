package dev.imagegateway.generation;

import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.problem.Problem;

/** The response to an image request. */
sealed interface GenerationResponse {

    /** The response headers. */
    ResponseHeaders headers();

    /** Status 200: the images. */
    record Images(ImageGenerationResponse body, ResponseHeaders headers) implements GenerationResponse {}

    /** Status 202: the id of the generation to query. */
    record Accepted(String generation, ResponseHeaders headers) implements GenerationResponse {}

    /** An error. */
    record Failure(Problem problem, ResponseHeaders headers) implements GenerationResponse {}
}
