package dev.imagegateway.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a file from its beginning, independently of other readers of the same channel. Does not close the channel. */
final class FileBytes extends InputStream {

    private final FileChannel file;
    private final long length;
    private long position;

    FileBytes(FileChannel file, long length) {
        this.file = file;
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        var count = file.read(ByteBuffer.wrap(into, from, most), position);
        if (count > 0) {
            position += count;
        }
        return count;
    }

    /** Reads nothing: Spring writes a range of a file by skipping to its first byte. */
    @Override
    public long skip(long count) {
        var skipped = Math.clamp(count, 0, Math.max(0, length - position));
        position += skipped;
        return skipped;
    }
}
