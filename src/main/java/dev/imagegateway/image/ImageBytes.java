package dev.imagegateway.image;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/**
 * An image's bytes, in the pieces in which they arrived. They are encoded while an answer is written, so that the heap
 * holds an image once and never its base64, which is a third larger.
 */
public final class ImageBytes {

    private final List<byte[]> pieces;
    private final int length;

    private ImageBytes(List<byte[]> pieces) {
        this.pieces = pieces;
        this.length = pieces.stream().mapToInt(piece -> piece.length).sum();
    }

    /**
     * Keeps these pieces.
     *
     * @param pieces in their order; they must not change any more
     */
    public static ImageBytes of(List<byte[]> pieces) {
        return new ImageBytes(List.copyOf(pieces));
    }

    /** Keeps all bytes in one piece, which must not change any more. */
    public static ImageBytes of(byte[] all) {
        return new ImageBytes(Collections.singletonList(all));
    }

    /** How many they are. */
    public int length() {
        return length;
    }

    /** All of them, from the first on. */
    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(
                pieces.stream().map(ByteArrayInputStream::new).toList()));
    }
}
