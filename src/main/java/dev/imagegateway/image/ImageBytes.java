package dev.imagegateway.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/**
 * An image's bytes in the pieces in which they arrived. They are encoded while a response is written, so that the heap
 * holds the image once and never its base64, which is a third larger.
 */
public final class ImageBytes {

    private final List<byte[]> pieces;
    private final int length;

    private ImageBytes(List<byte[]> pieces) {
        this.pieces = pieces;
        this.length = pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /**
     * Creates an image from pieces.
     *
     * @param pieces in order; must not be changed afterwards
     */
    public static ImageBytes of(List<byte[]> pieces) {
        return new ImageBytes(List.copyOf(pieces));
    }

    /** Creates an image from one array, which must not be changed afterwards. */
    public static ImageBytes of(byte[] all) {
        return new ImageBytes(Collections.singletonList(all));
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** Returns a stream of all bytes. */
    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(
                pieces.stream().map(ByteArrayInputStream::new).toList()));
    }
}
