package dev.imagegateway.images;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.AbstractResource;

/** The bytes of an image file that is open, so that they can still be read when the file is deleted. */
final class OpenFile extends AbstractResource implements Closeable {

    private final FileChannel channel;
    private final long length;

    /** @throws FileNotFoundException if there is no such file */
    OpenFile(Path file) throws IOException {
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException _) {
            throw new FileNotFoundException(file.toString());
        }
        this.length = channel.size();
    }

    @Override
    public InputStream getInputStream() {
        return new Bytes();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public String getDescription() {
        return "open image file";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Reads by position, because each range of a response has a stream of its own. */
    private final class Bytes extends InputStream {

        private long position;

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
            var count = channel.read(ByteBuffer.wrap(into, from, most), position);
            position += Math.max(0, count);
            return count;
        }

        @Override
        public long skip(long count) {
            var skipped = Math.clamp(count, 0, Math.max(0, length - position));
            position += skipped;
            return skipped;
        }
    }
}
