package dev.imagegateway.images;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * Reads an image from a file without a name, for which ImageIO has no stream. Keeps nothing in the heap, however far
 * into the file a header leads. Does not move the file's position, and does not close it.
 */
final class FileImageInput extends ImageInputStreamImpl {

    private final FileChannel file;

    FileImageInput(FileChannel file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        checkClosed();
        bitOffset = 0;
        if (most == 0) {
            return 0;
        }
        var count = file.read(ByteBuffer.wrap(into, from, most), streamPos);
        if (count > 0) {
            streamPos += count;
        }
        return count;
    }
}
