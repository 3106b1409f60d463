package dev.imagegateway.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.List;

/** An image's bytes, in the heap or in a file. They are encoded while a response is written, in small pieces. */
public sealed interface ImageBytes {

    /**
     * Creates an image from pieces in the heap.
     *
     * @param pieces in order; must not be changed afterwards
     */
    static ImageBytes of(List<byte[]> pieces) {
        return new InHeap(List.copyOf(pieces));
    }

    /** Creates an image from one array, which must not be changed afterwards. */
    static ImageBytes of(byte[] all) {
        return new InHeap(Collections.singletonList(all));
    }

    /**
     * Creates an image from a file.
     *
     * @param file must stay open, and its content must not change
     * @throws UncheckedIOException if it cannot be read
     */
    static ImageBytes of(FileChannel file) {
        try {
            return new InFile(file, file.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of bytes. */
    long length();

    /** Returns a stream of all bytes. It needs not be closed. */
    InputStream open();

    /** The pieces in which the bytes arrived. They are never joined, which would need the memory twice. */
    record InHeap(List<byte[]> pieces) implements ImageBytes {

        @Override
        public long length() {
            return pieces.stream().mapToLong(piece -> piece.length).sum();
        }

        @Override
        public InputStream open() {
            return new SequenceInputStream(Collections.enumeration(
                    pieces.stream().map(ByteArrayInputStream::new).toList()));
        }
    }

    /** A file, which several streams may read at once. */
    record InFile(FileChannel file, long length) implements ImageBytes {

        @Override
        public InputStream open() {
            return new FileBytes(file, length);
        }
    }
}
