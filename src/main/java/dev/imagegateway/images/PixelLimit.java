package dev.imagegateway.images;

import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.images.FetchFailedException.Reason;

/**
 * Refuses images that would need too much memory when they are decoded. Their header states how many pixels they have;
 * a few kilobytes can state billions.
 *
 * @param most {@code gateway.delivery.max-image-pixels}
 */
record PixelLimit(long most) {

    /** @throws FetchFailedException if the image has more pixels */
    ImageHeader check(ImageHeader header) {
        if ((long) header.width() * header.height() > most) {
            throw new FetchFailedException(
                    "it has more pixels than gateway.delivery.max-image-pixels", Reason.UNUSABLE);
        }
        return header;
    }

    /**
     * Checks an image by its bytes.
     *
     * @return whether it is an image of a known type
     * @throws FetchFailedException if it has more pixels
     */
    boolean check(ImageBytes image) {
        return ImageHeader.read(image).map(this::check).isPresent();
    }
}
