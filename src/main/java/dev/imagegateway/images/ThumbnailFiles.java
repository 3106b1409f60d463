package dev.imagegateway.images;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of thumbnails, one for each image, in a folder of this process. They can be made again at any time, so those
 * that are used least make room for new ones. A file is complete before it has its name.
 */
final class ThumbnailFiles {

    private static final Logger log = LoggerFactory.getLogger(ThumbnailFiles.class);

    private static final String INCOMPLETE = "incomplete-";
    private static final String SUFFIX = ".jpg";
    private static final int BATCH = 200;

    private final Path folder;

    /** Size of each file, by the image's id. An entry that is evicted has its file deleted. */
    private final Cache<String, Integer> sizes;

    /** Whether the last deletion failed, which is logged once. */
    private final AtomicBoolean isFailing = new AtomicBoolean();

    /**
     * Opens the folder, with the files of an earlier process.
     *
     * @param folder has a folder for each size of thumbnails; those of other sizes are deleted
     * @param size pixels of the longest side
     * @param quota bytes
     */
    ThumbnailFiles(Path folder, int size, long quota) {
        this.folder = folder.resolve(Integer.toString(size));
        this.sizes = Caffeine.newBuilder()
                .maximumWeight(quota)
                .weigher((String _, Integer bytes) -> bytes)
                .executor(Runnable::run)
                .evictionListener((id, _, _) -> {
                    var _ = deleteFile(String.valueOf(id));
                })
                .build();
        try {
            Files.createDirectories(this.folder);
            deleteOtherSizes(folder);
            try (var files = Files.list(this.folder)) {
                files.forEach(this::adopt);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteOtherSizes(Path parent) throws IOException {
        List<Path> others;
        try (var all = Files.walk(parent)) {
            others = all.filter(path -> !path.equals(parent) && !path.startsWith(folder))
                    .toList();
        }
        // from the end, so that a folder comes after its files
        for (var other : others.reversed()) {
            Files.delete(other);
        }
    }

    private void adopt(Path file) {
        try {
            var name = file.getFileName().toString();
            if (name.endsWith(SUFFIX)) {
                sizes.put(name.substring(0, name.length() - SUFFIX.length()), (int) Files.size(file));
            } else {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the thumbnail of an image. */
    Optional<byte[]> find(String id) throws IOException {
        if (sizes.getIfPresent(id) == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file(id)));
        } catch (NoSuchFileException _) {
            // evicted in the meantime, or deleted by somebody else
            sizes.invalidate(id);
            return Optional.empty();
        }
    }

    /** Keeps the thumbnail of an image. */
    void keep(String id, byte[] thumbnail) throws IOException {
        var incomplete = Files.createTempFile(folder, INCOMPLETE, "");
        try {
            try (var channel = FileChannel.open(incomplete, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(thumbnail);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(incomplete, file(id), StandardCopyOption.ATOMIC_MOVE);
            sizes.put(id, thumbnail.length);
        } finally {
            Files.deleteIfExists(incomplete);
        }
    }

    /** Deletes the thumbnail of an image, if there is one. */
    void delete(String id) {
        var size = sizes.asMap().remove(id);
        if (!deleteFile(id) && size != null) {
            // it still takes space, and the search tries again
            sizes.asMap().putIfAbsent(id, size);
        }
    }

    /**
     * Deletes the thumbnails of images that are not kept any more: another process has removed them, or a crash came
     * between.
     *
     * @param kept returns those of these ids that are kept
     */
    void deleteUnused(Function<List<String>, Set<String>> kept) {
        var ids = List.copyOf(sizes.asMap().keySet());
        for (int from = 0; from < ids.size(); from += BATCH) {
            var some = ids.subList(from, Math.min(ids.size(), from + BATCH));
            var used = kept.apply(some);
            some.stream().filter(id -> !used.contains(id)).forEach(this::delete);
        }
    }

    private boolean deleteFile(String id) {
        try {
            Files.deleteIfExists(file(id));
            isFailing.set(false);
            return true;
        } catch (IOException e) {
            if (isFailing.compareAndSet(false, true)) {
                log.warn("The thumbnails of removed images cannot be deleted now, first {}", e.toString());
            }
            return false;
        }
    }

    private Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }
}
