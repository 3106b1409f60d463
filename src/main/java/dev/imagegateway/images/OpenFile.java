package dev.imagegateway.images;

import dev.imagegateway.image.ImageBytes;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.AbstractResource;

/** The bytes of an image file that is open, so that they can still be read when the file is deleted. */
final class OpenFile extends AbstractResource implements Closeable {

    private final FileChannel channel;
    private final ImageBytes bytes;

    /** @throws FileNotFoundException if there is no such file */
    OpenFile(Path file) throws IOException {
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException _) {
            throw new FileNotFoundException(file.toString());
        }
        this.bytes = new ImageBytes.InFile(channel, channel.size());
    }

    @Override
    public InputStream getInputStream() {
        // each range of a response has a stream of its own
        return bytes.open();
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public long contentLength() {
        return bytes.length();
    }

    @Override
    public String getDescription() {
        return "open image file";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
