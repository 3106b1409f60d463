package dev.imagegateway.generation;

import dev.imagegateway.problem.Problem;
import dev.imagegateway.ratelimit.LimitStatus;
import java.util.List;

/** The decision on a caller that wants to wait for images. */
sealed interface WaitingPlace {

    /**
     * The caller has a place until it is closed. Room that was reserved for base64 images is held longer, until the
     * response is written; see {@link dev.imagegateway.images.RequestTransfers}.
     */
    record Taken(Runnable release) implements WaitingPlace, AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * There is no place for the caller.
     *
     * @param limits the status of the checked limits; empty if there is no room for images
     */
    record Rejected(Problem problem, List<LimitStatus> limits) implements WaitingPlace {}
}
