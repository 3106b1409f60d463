package dev.imagegateway.generation;

import dev.imagegateway.ledger.MatchKind;
import org.jspecify.annotations.Nullable;

/**
 * The generation that answers a request.
 *
 * @param id its id
 * @param flight the one that was begun for the request; null where it is an earlier one's
 * @param by how the earlier one was found
 * @param hadEnded whether it had ended then
 * @param isSomebodyElses whether it is another client's, which is nobody's business
 * @param isSeeded whether a seed could have found one
 */
record GenerationHandle(
        String id,
        @Nullable InFlightGeneration flight,
        @Nullable MatchKind by,
        boolean hadEnded,
        boolean isSomebodyElses,
        boolean isSeeded) {

    boolean isOwn() {
        return by == null;
    }
}
