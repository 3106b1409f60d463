package dev.imagegateway.generation;

import dev.imagegateway.ledger.EarlierMatch;
import dev.imagegateway.ledger.MatchKind;

/** The generation that answers a request. */
sealed interface GenerationHandle extends StepResult {

    /** The generation's id. */
    String id();

    /** Whether the generation belongs to another client. The caller then sees its images and nothing else about it. */
    default boolean isAnothers() {
        return this instanceof Earlier earlier && !earlier.match().isOwn();
    }

    /**
     * The request's own generation.
     *
     * @param isSeeded whether its seed could have matched an earlier generation
     */
    record Own(InFlightGeneration generation, boolean isSeeded) implements GenerationHandle {
        @Override
        public String id() {
            return generation.id();
        }
    }

    /** The generation of an earlier request. It costs this request nothing. */
    sealed interface Earlier extends GenerationHandle {

        /** The generation and how it was matched. */
        EarlierMatch match();

        @Override
        default String id() {
            return match().generation();
        }

        /** How it was matched. */
        default MatchKind by() {
            return match().by();
        }
    }

    /** A generation that was in flight when it was found, in this process or another one. */
    record Joined(EarlierMatch match) implements Earlier {}

    /** One that had ended when it was found. */
    record Completed(EarlierMatch match, CompletedGeneration result) implements Earlier {}
}
