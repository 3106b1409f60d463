package dev.imagegateway.generation;

import dev.imagegateway.problem.Problem;

/** The result of a step: the generation that answers the request, or a refusal. */
sealed interface JourneyStep permits GenerationHandle, JourneyStep.Refusal {

    /** No generation answers the request, and nothing was sent. */
    record Refusal(Problem problem) implements JourneyStep {}
}
