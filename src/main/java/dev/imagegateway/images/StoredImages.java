package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageState;
import dev.imagegateway.problem.GatewayException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the store has of some images.
 *
 * @param available ids of those whose bytes are in the store or on their way
 * @param missing {@code pending} if a copy of another one is tried again, {@code failed} if it was given up; null if
 *     there is no such image
 * @param unknown why it is not known whether the others are available, if the ledger does not respond; otherwise null
 */
record StoredImages(
        Set<String> available,
        @Nullable String missing,
        @Nullable GatewayException unknown) {

    /** Nothing is kept. */
    static final StoredImages NONE = new StoredImages(Set.of(), null, null);

    /** @param missing states of images that are not available */
    static @Nullable String label(Set<ImageState> missing) {
        if (missing.contains(ImageState.FAILED)) {
            return "failed";
        }
        return missing.contains(ImageState.PENDING) ? "pending" : null;
    }
}
