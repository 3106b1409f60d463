package dev.imagegateway.generation;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ProviderMetadata;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.util.List;

/** How a generation ended. */
sealed interface GenerationResult {

    /** The name in metrics and in the ledger: {@code succeeded}, or the code of the problem. */
    String outcome();

    /** Whether it was billed, and what it cost. */
    BillingStatus money();

    /**
     * A generation with images.
     *
     * @param images at least one
     * @param metadata what the upstream states about them; nothing if the result comes from the ledger
     * @param cost the cost that the ledger records
     */
    record Succeeded(List<GeneratedImage> images, ProviderMetadata metadata, Cost cost) implements GenerationResult {
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
     * A generation without images.
     *
     * @param problem the problem that the caller gets
     * @param money whether it was billed although it failed
     */
    record Failed(Problem problem, BillingStatus money) implements GenerationResult {

        /** The upstream answered without an image. */
        static final Problem NO_IMAGE = Problem.of(
                ProblemType.NO_IMAGE,
                "The upstream gave no image for this prompt; it may have been filtered. Change the prompt.");

        @Override
        public String outcome() {
            return problem.type().code();
        }
    }
}
