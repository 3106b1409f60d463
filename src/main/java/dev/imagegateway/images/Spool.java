package dev.imagegateway.images;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.image.ImageBytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
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

    private static final int PIECE = 64 << 10;

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
        var file = create();
        owner.owns(file);
        return file;
    }

    private FileChannel create() throws IOException {
        return FileChannel.open(folder.resolve("spool-" + UUID.randomUUID()), NAMELESS);
    }

    /**
     * Copies bytes into a file within a time limit, however slowly they arrive.
     *
     * @return the file, which the caller closes
     * @throws TimeoutException after the time limit; the copy ends by itself when its store responds or times out
     */
    FileChannel copy(Resource bytes, Duration within) throws IOException, TimeoutException {
        var copied = new CompletableFuture<FileChannel>();
        // on a thread of its own, because a read from a store cannot be interrupted
        Thread.startVirtualThread(() -> copy(bytes, copied));
        try {
            return Deadline.await(copied, within);
        } catch (TimeoutException e) {
            abandon(copied);
            throw e;
        } catch (InterruptedException _) {
            abandon(copied);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an image was copied");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private void copy(Resource bytes, CompletableFuture<FileChannel> copied) {
        try (var in = bytes.getInputStream()) {
            var file = create();
            try {
                var piece = new byte[PIECE];
                for (int read = in.read(piece); read >= 0 && !copied.isDone(); read = in.read(piece)) {
                    write(file, piece, read);
                }
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
            if (!copied.complete(file)) {
                file.close();
            }
        } catch (IOException | RuntimeException | Error e) {
            copied.completeExceptionally(e);
        }
    }

    private static void write(FileChannel file, byte[] piece, int count) throws IOException {
        var rest = ByteBuffer.wrap(piece, 0, count);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    private static void abandon(CompletableFuture<FileChannel> copied) throws IOException {
        if (!copied.cancel(false) && !copied.isCompletedExceptionally()) {
            copied.join().close();
        }
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
