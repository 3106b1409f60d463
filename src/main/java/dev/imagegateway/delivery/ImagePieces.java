package dev.imagegateway.delivery;

import dev.imagegateway.image.ImageBytes;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** An image as it comes in, no further than its limit; its pieces are never joined, which would need it twice. */
final class ImagePieces {

    private final long most;
    private final List<byte[]> pieces = new ArrayList<>();
    private long length;

    /** @param most bytes */
    ImagePieces(long most) {
        this.most = most;
    }

    /** @throws FetchFailedException if it is too long with this piece */
    void add(DataBuffer buffer) {
        try {
            length += buffer.readableByteCount();
            if (length > most) {
                throw ImageFetcher.tooLarge();
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
