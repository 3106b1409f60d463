package dev.imagegateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data directories for gateways; below the build's own folder, and gone with it. */
public final class DataFolders {

    private DataFolders() {}

    /** An empty one that nobody else uses. */
    public static Path fresh() {
        try {
            var all = Files.createDirectories(Path.of("target", "data"));
            return Files.createTempDirectory(all, "ledger-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
