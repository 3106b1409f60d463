package dev.imagegateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data directories for gateways; below the build's own folder, and gone with it. */
final class Folders {

    private Folders() {}

    /** An empty one that nobody else uses. */
    static Path fresh() {
        try {
            var all = Files.createDirectories(Path.of("target", "data"));
            return Files.createTempDirectory(all, "ledger-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
