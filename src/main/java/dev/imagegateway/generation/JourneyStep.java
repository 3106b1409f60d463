package dev.imagegateway.generation;

import dev.imagegateway.problem.Problem;

/** What the search for the generation that answers a request ends with. */
sealed interface JourneyStep permits GenerationHandle, JourneyStep.Refusal {

    /** There is none, and nothing was sent for the request. */
    record Refusal(Problem problem) implements JourneyStep {}
}
