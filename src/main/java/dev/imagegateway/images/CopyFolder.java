package dev.imagegateway.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A folder for copies on their way to another store. */
final class CopyFolder {

    /** Older copies are those of a process that crashed. Other processes may use the same folder. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private static final String PREFIX = "image-gateway-copy-";

    private final Path folder;
    private final PixelLimit pixels;

    /** Opens the folder, and creates it if necessary. */
    CopyFolder(Path folder, PixelLimit pixels) {
        this.folder = folder;
        this.pixels = pixels;
        try {
            Files.createDirectories(folder);
            try (var files = Files.newDirectoryStream(folder, PREFIX + "*")) {
                for (var file : files) {
                    if (Files.getLastModifiedTime(file)
                            .toInstant()
                            .isBefore(Instant.now().minus(ABANDONED_AFTER))) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CopyFile newCopy() throws IOException {
        return new CopyFile(Files.createTempFile(folder, PREFIX, ""), pixels);
    }
}
