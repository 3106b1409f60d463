package dev.imagegateway.images;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * One of the folders of a {@link DiskStore}, with the files whose SHA-256 begins with the same digits. Its lock is held
 * for changes of its files, so that copies and deletions in other folders do not wait for them. It is not held while the
 * ledger is asked whether a file is used: a deletion asks again if a copy was kept in the meantime.
 */
final class ContentFolder {

    private final Path parent;
    private final Path path;

    /** Bytes of the whole store. */
    private final AtomicLong bytes;

    /** How many copies of a content are in the store and not yet in the ledger. Their file must not be deleted. */
    private final Map<String, Integer> unrecorded = new HashMap<>();

    /** How many copies were kept, so that a deletion notices one. */
    private long copies;

    /** Whether the name of the folder, and the names in it, are durable. Unknown after a crash. */
    private boolean isFolderDurable;

    private boolean areNamesDurable;

    ContentFolder(Path parent, String name, AtomicLong bytes) {
        this.parent = parent;
        this.path = parent.resolve(name);
        this.bytes = bytes;
    }

    /** The file of a content, whether or not it exists. */
    Path file(String sha256) {
        return path.resolve(sha256);
    }

    /** Moves a complete copy here, or deletes it if the content is here. */
    synchronized void keep(String sha256, Path copy) throws IOException {
        copies++;
        var target = file(sha256);
        if (Files.exists(target)) {
            Files.delete(copy);
        } else {
            Files.createDirectories(path);
            var size = Files.size(copy);
            areNamesDurable = false;
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
            bytes.addAndGet(size);
        }
        makeDurable();
        unrecorded.merge(sha256, 1, Integer::sum);
    }

    private void makeDurable() throws IOException {
        if (!isFolderDurable) {
            sync(parent);
            isFolderDurable = true;
        }
        if (!areNamesDurable) {
            sync(path);
            areNamesDurable = true;
        }
    }

    /** Makes the names in a folder durable. */
    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The ledger has recorded a copy, or never will. */
    synchronized void recorded(String sha256) {
        unrecorded.computeIfPresent(sha256, (_, count) -> count == 1 ? null : count - 1);
    }

    /**
     * Deletes the file of a content, unless it is needed.
     *
     * @param isUsed whether a kept image in the ledger has this content
     */
    void delete(String sha256, BooleanSupplier isUsed) throws IOException {
        long before;
        do {
            synchronized (this) {
                if (unrecorded.containsKey(sha256)) {
                    return;
                }
                before = copies;
            }
            if (isUsed.getAsBoolean()) {
                return;
            }
        } while (!deleteUnlessCopied(sha256, before));
    }

    /** Returns false if a copy was kept since then, which the ledger's answer may not include. */
    private synchronized boolean deleteUnlessCopied(String sha256, long before) throws IOException {
        if (copies != before) {
            return false;
        }
        var file = file(sha256);
        try {
            var size = Files.size(file);
            Files.delete(file);
            bytes.addAndGet(-size);
        } catch (NoSuchFileException _) {
            // deleted before
        }
        return true;
    }
}
