package dev.imagegateway.images;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the store has of some images.
 *
 * @param available ids of those whose bytes are in the store or on their way
 * @param missing {@code pending} if a copy of another one is tried again, {@code failed} if it was given up; null if
 *     there is no such image
 */
record StoredImages(Set<String> available, @Nullable String missing) {

    /** Nothing is kept. */
    static final StoredImages NONE = new StoredImages(Set.of(), null);
}
