package dev.imagegateway.generation;

import dev.imagegateway.ledger.EarlierMatch;
import dev.imagegateway.problem.Problem;

/** How a request goes on after a step. */
sealed interface StepResult permits GenerationHandle, StepResult.Overtaken, StepResult.Rejected {

    /** An equal request was held first. Its generation answers this request, too. */
    record Overtaken(EarlierMatch earlier) implements StepResult {}

    /** No generation answers the request, and nothing was sent. */
    record Rejected(Problem problem) implements StepResult {}
}
