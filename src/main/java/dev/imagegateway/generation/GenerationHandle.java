package dev.imagegateway.generation;

import dev.imagegateway.ledger.EarlierClaim.AlreadyClaimed;
import dev.imagegateway.ledger.MatchKind;

/** The generation that answers a request. */
sealed interface GenerationHandle extends JourneyStep {

    /** The generation's id. */
    String id();

    /** Whether it belongs to another client, which is told nothing of it but its images. */
    default boolean isAnothers() {
        return this instanceof Earlier earlier && !earlier.claim().isOwn();
    }

    /**
     * The request's own.
     *
     * @param isSeeded whether its seed could have found an earlier one
     */
    record Own(InFlightGeneration generation, boolean isSeeded) implements GenerationHandle {
        @Override
        public String id() {
            return generation.id();
        }
    }

    /** An earlier request's. It costs this request nothing. */
    sealed interface Earlier extends GenerationHandle {

        /** How it was found. */
        AlreadyClaimed claim();

        @Override
        default String id() {
            return claim().generation();
        }

        /** How it was found. */
        default MatchKind by() {
            return claim().by();
        }
    }

    /** One that was in flight when it was found, here or in another process. */
    record Joined(AlreadyClaimed claim) implements Earlier {}

    /** One that had ended when it was found. */
    record Completed(AlreadyClaimed claim, CompletedGeneration result) implements Earlier {}
}
