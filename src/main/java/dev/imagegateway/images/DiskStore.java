package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * Image files in a folder, named by the SHA-256 of their bytes. A file is complete and on disk before it has its name.
 * Equal images share one file.
 */
final class DiskStore implements ImageStore {

    /** The folder of copies that are not complete. It is emptied at the start. */
    static final String INCOMPLETE = "incomplete";

    private static final int NAME_LENGTH = 64;
    private static final int BATCH = 200;

    private final Path files;
    private final Path temporary;
    private final PixelLimit pixels;

    /** How many copies of a content are in the store and not yet in the ledger. Their file must not be deleted. */
    private final Map<String, Integer> unrecorded = new HashMap<>();

    private long bytes;

    /** Opens the folder, creates it if necessary, and deletes incomplete copies of an earlier process. */
    DiskStore(Path folder, PixelLimit pixels) {
        this.pixels = pixels;
        this.files = folder.resolve("files");
        this.temporary = folder.resolve(INCOMPLETE);
        try {
            Files.createDirectories(files);
            Files.createDirectories(temporary);
            try (var old = Files.list(temporary)) {
                for (var file : old.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            this.bytes = measured();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long measured() throws IOException {
        try (var all = Files.walk(files)) {
            return all.filter(Files::isRegularFile).mapToLong(DiskStore::size).sum();
        }
    }

    @Override
    public CopyFile newCopy() throws IOException {
        return new CopyFile(Files.createTempFile(temporary, "copy-", ""), pixels);
    }

    @Override
    public ImageFacts keep(String id, CopyFile file) throws IOException {
        var facts = file.facts();
        var sha256 = facts.sha256();
        var copy = file.path();
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        synchronized (this) {
            var folder = folder(sha256);
            var target = folder.resolve(sha256);
            if (Files.exists(target)) {
                Files.delete(copy);
            } else {
                var size = Files.size(copy);
                if (!Files.exists(folder)) {
                    Files.createDirectories(folder);
                    sync(files);
                }
                Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
                sync(folder);
                bytes += size;
            }
            unrecorded.merge(sha256, 1, Integer::sum);
        }
        return facts;
    }

    @Override
    public synchronized void recorded(String id, ImageFacts facts) {
        unrecorded.computeIfPresent(facts.sha256(), (_, count) -> count == 1 ? null : count - 1);
    }

    /** Makes the names in a folder durable. */
    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<Resource> find(String id, ImageFacts facts) {
        var file = path(facts.sha256());
        return Files.isRegularFile(file) ? Optional.of(new FileSystemResource(file)) : Optional.empty();
    }

    @Override
    public void delete(String id, ImageFacts facts, BooleanSupplier isUsed) throws IOException {
        delete(facts.sha256(), isUsed);
    }

    private synchronized void delete(String sha256, BooleanSupplier isUsed) throws IOException {
        if (unrecorded.containsKey(sha256) || isUsed.getAsBoolean()) {
            return;
        }
        var file = path(sha256);
        try {
            var size = Files.size(file);
            Files.delete(file);
            bytes -= size;
        } catch (NoSuchFileException _) {
            // deleted before
        }
    }

    @Override
    public synchronized long size() {
        return bytes;
    }

    @Override
    public void deleteUnused(ImageRecords records) throws IOException {
        List<Path> folders;
        try (Stream<Path> first = Files.list(files)) {
            folders = first.filter(Files::isDirectory).toList();
        }
        for (var folder : folders) {
            try (var names = Files.walk(folder)) {
                deleteUnused(
                        names.filter(Files::isRegularFile)
                                .map(file -> file.getFileName().toString())
                                .filter(name -> name.length() == NAME_LENGTH)
                                .toList(),
                        records);
            }
        }
    }

    private void deleteUnused(List<String> contents, ImageRecords records) throws IOException {
        for (int from = 0; from < contents.size(); from += BATCH) {
            var some = contents.subList(from, Math.min(contents.size(), from + BATCH));
            var unused = new HashSet<>(some);
            unused.removeAll(records.contents(some));
            for (var content : unused) {
                delete(content, () -> !records.contents(List.of(content)).isEmpty());
            }
        }
    }

    private Path path(String sha256) {
        return folder(sha256).resolve(sha256);
    }

    /** One of 4096 folders: a folder with millions of files is slow on some file systems. */
    private Path folder(String sha256) {
        return files.resolve(sha256.substring(0, 3));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }
}
