package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.ledger.ImageRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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

    /** 4096 folders. */
    private static final int FOLDER_DIGITS = 3;

    private final Path files;
    private final Path temporary;
    private final PixelLimit pixels;

    /** Bytes of all files. */
    private final AtomicLong bytes = new AtomicLong();

    /** By the first digits of the SHA-256: a folder with millions of files is slow on some file systems. */
    private final Map<String, ContentFolder> folders = new ConcurrentHashMap<>();

    private final UndeletedFiles undeleted = new UndeletedFiles();

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
            this.bytes.set(measured());
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
        folder(sha256).keep(sha256, copy);
        return facts;
    }

    @Override
    public void recorded(String id, ImageFacts facts) {
        folder(facts.sha256()).recorded(facts.sha256());
    }

    @Override
    public Optional<Resource> find(String id, ImageFacts facts) {
        var file = folder(facts.sha256()).file(facts.sha256());
        return Files.isRegularFile(file) ? Optional.of(new FileSystemResource(file)) : Optional.empty();
    }

    @Override
    public void delete(String id, ImageFacts facts, BooleanSupplier isUsed) {
        delete(facts.sha256(), facts.bytes(), isUsed);
    }

    private void delete(String sha256, long size, BooleanSupplier isUsed) {
        try {
            folder(sha256).delete(sha256, isUsed);
            undeleted.remove(sha256);
        } catch (IOException e) {
            undeleted.add(sha256, size, e);
        }
    }

    @Override
    public void deleteAgain(ImageRecords records) {
        undeleted.some().forEach((sha256, size) -> delete(sha256, size, isUsed(sha256, records)));
    }

    private static BooleanSupplier isUsed(String sha256, ImageRecords records) {
        return () -> !records.contents(List.of(sha256)).isEmpty();
    }

    @Override
    public long undeleted() {
        return undeleted.bytes();
    }

    @Override
    public long size() {
        return bytes.get();
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

    private void deleteUnused(List<String> contents, ImageRecords records) {
        for (int from = 0; from < contents.size(); from += BATCH) {
            var some = contents.subList(from, Math.min(contents.size(), from + BATCH));
            var unused = new HashSet<>(some);
            unused.removeAll(records.contents(some));
            for (var content : unused) {
                delete(content, size(folder(content).file(content)), isUsed(content, records));
            }
        }
    }

    private ContentFolder folder(String sha256) {
        return folders.computeIfAbsent(
                sha256.substring(0, FOLDER_DIGITS), name -> new ContentFolder(files, name, bytes));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }
}
