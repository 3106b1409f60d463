package dev.imagegateway.images;

import dev.imagegateway.image.ImageBytes;
import dev.imagegateway.images.FetchFailedException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** Collects an image up to a size limit. The pieces are never joined, which would need the memory twice. */
final class ImagePieces {

    private final long most;
    private final long limit;
    private final List<byte[]> pieces = new ArrayList<>();
    private long length;

    /**
     * @param most bytes that may be read now
     * @param limit maximum bytes of an image
     */
    ImagePieces(long most, long limit) {
        this.most = most;
        this.limit = limit;
    }

    /** @throws FetchFailedException if the image is too large with this piece */
    void add(DataBuffer buffer) {
        try {
            length += buffer.readableByteCount();
            if (length > most) {
                throw most < limit
                        ? new FetchFailedException(
                                "it is larger than it was when it was asked for first", Reason.UNAVAILABLE)
                        : ImageFetcher.tooLarge();
            }
            var piece = new byte[buffer.readableByteCount()];
            buffer.read(piece);
            pieces.add(piece);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    ImageBytes whole() {
        return ImageBytes.of(pieces);
    }
}
