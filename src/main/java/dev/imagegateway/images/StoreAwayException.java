package dev.imagegateway.images;

import java.io.IOException;

/** The store of images does not respond, or refuses. {@link StoreAvailability} knows and logs why. */
final class StoreAwayException extends IOException {

    StoreAwayException() {
        super("the store of images does not respond");
    }
}
