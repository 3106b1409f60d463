package dev.imagegateway.images;

import dev.imagegateway.images.FetchFailedException.Reason;
import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.secret.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/** The file into which one copy is written. It is deleted when it is closed, unless it was moved before. */
final class CopyFile implements AutoCloseable {

    private final Path path;
    private final PixelLimit pixels;
    private final DigestOutputStream stream;

    CopyFile(Path path, PixelLimit pixels) {
        this.path = path;
        this.pixels = pixels;
        try {
            this.stream = new DigestOutputStream(Files.newOutputStream(path), Sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    /** Receives the bytes. */
    OutputStream stream() {
        return stream;
    }

    /**
     * Reads what the bytes say, once all of them are written.
     *
     * @throws FetchFailedException if they are no image, for example a firewall's page, or one with too many pixels
     */
    ImageFacts facts() throws IOException {
        stream.close();
        var header = ImageHeader.read(path)
                .map(pixels::check)
                .orElseThrow(() -> new FetchFailedException("what its host sent is no image", Reason.UNAVAILABLE));
        return new ImageFacts(
                HexFormat.of().formatHex(stream.getMessageDigest().digest()),
                header.mediaType(),
                Files.size(path),
                header.width(),
                header.height(),
                BlackImageDetector.isBlack(path));
    }

    /** Closes a file whose copy failed or was moved into the store. */
    static void discard(CopyFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
        Files.deleteIfExists(path);
    }
}
