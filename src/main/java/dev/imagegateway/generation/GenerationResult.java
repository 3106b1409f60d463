package dev.imagegateway.generation;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.problem.Problem;
import java.util.List;

/** How a generation ended. */
sealed interface GenerationResult {

    /** The name in metrics and books: {@code succeeded}, or the problem's code. */
    String outcome();

    /** What it cost. */
    BillingStatus money();

    /**
     * With images.
     *
     * @param images at least one
     * @param cost what it is accounted at
     */
    record Succeeded(List<GeneratedImage> images, Cost cost) implements GenerationResult {
        @Override
        public String outcome() {
            return "succeeded";
        }

        @Override
        public BillingStatus money() {
            return new BillingStatus.Spent(cost);
        }
    }

    /**
     * Without.
     *
     * @param problem what to tell the caller
     * @param money what it cost all the same
     */
    record Failed(Problem problem, BillingStatus money) implements GenerationResult {
        @Override
        public String outcome() {
            return problem.type().code();
        }
    }
}
