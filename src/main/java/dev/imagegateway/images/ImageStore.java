package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecords;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;

/** Where the bytes of images are kept. The ledger knows which images there are; a store only has their bytes. */
interface ImageStore extends AutoCloseable {

    /** Begins to look after the store in the background. */
    default void start() {}

    /** Why the store does not respond, for the operator; null if it does. While there is a reason, no copy is begun. */
    default @Nullable String fault() {
        return null;
    }

    /** Creates an empty local file for a copy that is about to arrive. */
    CopyFile newCopy() throws IOException;

    /**
     * Stores a complete copy. It is not deleted before {@link #recorded} is called as often as this method.
     *
     * @param id the image's id
     * @throws FetchFailedException if the copy is no image
     * @throws StoreAwayException if the store does not respond
     * @throws StoreRefusedException if it refuses
     */
    ImageFacts keep(String id, CopyFile copy) throws IOException;

    /** The ledger has recorded a copy, or never will. */
    void recorded(String id, ImageFacts facts);

    /**
     * Finds the bytes of an image that the ledger has recorded.
     *
     * @return empty if the store has lost them, as far as that is known without reading them
     */
    Optional<Resource> find(String id, ImageFacts facts);

    /** The ledger has removed an image, which counts no more. Called once for each image, before {@link #delete}. */
    default void removed(ImageFacts facts) {}

    /**
     * Deletes the bytes of an image, unless another image shares them. What cannot be deleted now is deleted by
     * {@link #deleteAgain} or {@link #deleteUnused}.
     *
     * @param isUsed whether a kept image in the ledger has these bytes
     * @throws StoreAwayException if the store does not respond
     * @throws StoreRefusedException if it refuses
     */
    void delete(String id, ImageFacts facts, BooleanSupplier isUsed) throws IOException;

    /** Deletes bytes that no image in the ledger has. */
    void deleteUnused(ImageRecords records) throws IOException;

    /** Deletes bytes that could not be deleted earlier in this process. */
    default void deleteAgain(ImageRecords records) {}

    /** Bytes of {@link #size} that are not needed and could not be deleted yet. No image has to make room for them. */
    default long undeleted() {
        return 0;
    }

    /** Total size in bytes. May be a minute old, as far as other processes changed it. */
    long size();

    /** Makes {@link #size} exact. */
    default void measure() {}

    @Override
    default void close() {}
}
