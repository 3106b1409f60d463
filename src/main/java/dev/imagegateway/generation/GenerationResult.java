package dev.imagegateway.generation;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Credits;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.problem.Problem;
import java.util.List;
import java.util.Optional;

/** How a generation ended. */
sealed interface GenerationResult {

    /**
     * With images.
     *
     * @param images at least one
     * @param cost what it is accounted at
     */
    record Succeeded(List<GeneratedImage> images, Cost cost) implements GenerationResult {}

    /**
     * Without.
     *
     * @param problem what to tell the caller
     * @param cost what it is accounted at all the same; empty while nobody knows
     */
    record Failed(Problem problem, Optional<Credits> cost) implements GenerationResult {}
}
