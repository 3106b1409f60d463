package dev.imagegateway.images;

import dev.imagegateway.image.ImageBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.io.Resource;

/**
 * Files for images on their way to a caller, so that the heap never holds a whole image. A file has no name once it is
 * open, so the operating system frees its space when it is closed, even after a crash.
 */
final class Spool {

    private static final Set<StandardOpenOption> NAMELESS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            // the JDK deletes the name at once on Unix
            StandardOpenOption.DELETE_ON_CLOSE);

    private final Path folder;

    /** @throws UncheckedIOException if the folder cannot be created */
    Spool(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Creates an empty file.
     *
     * @param owner closes it at the latest
     */
    FileChannel create(TransferReservation owner) throws IOException {
        var file = FileChannel.open(folder.resolve("spool-" + UUID.randomUUID()), NAMELESS);
        owner.owns(file);
        return file;
    }

    /**
     * Opens the bytes of a kept image, which stay readable if the image is removed in the meantime.
     *
     * @param owner closes the file
     */
    ImageBytes open(Resource kept, TransferReservation owner) throws IOException {
        if (kept.isFile()) {
            var file = FileChannel.open(kept.getFile().toPath(), StandardOpenOption.READ);
            owner.owns(file);
            return ImageBytes.of(file);
        }
        var file = create(owner);
        try (var in = kept.getInputStream()) {
            in.transferTo(Channels.newOutputStream(file));
        }
        return ImageBytes.of(file);
    }
}
