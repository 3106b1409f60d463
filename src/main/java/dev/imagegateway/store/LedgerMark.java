package dev.imagegateway.store;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The file {@code ledger.id} beside the database. It records which ledger this is and a lower bound of its commits. It
 * is written after each commit, so it is never ahead of the durable state, provided that the disk honours fsync. Each
 * write goes to the page cache, which survives the death of the process. {@link #sync} flushes it to disk.
 */
final class LedgerMark implements AutoCloseable {

    private static final Pattern FORMAT = Pattern.compile("ledger ([0-9a-f-]{36})\n((?:.*\n)*)");
    private static final Pattern SLOT = Pattern.compile("([0-9]{19}) ([0-9a-f]{8})\n");
    private static final int HEADER = "ledger ".length() + 36 + 1;
    private static final int SLOT_LENGTH = 19 + 1 + 8 + 1;

    private final Path file;
    private final String id;
    private long commits;
    // not a FileChannel, because an interrupt of the writing thread would close it
    private RandomAccessFile open;
    private OpenFiles identity;

    private LedgerMark(Path file, Recorded recorded) throws IOException {
        this.file = file;
        this.id = recorded.id();
        this.commits = recorded.commits();
        replace(file, recorded);
        this.open = new RandomAccessFile(file.toFile(), "rw");
        this.identity = OpenFiles.of(file);
    }

    /** The content of the file. */
    record Recorded(String id, long commits) {}

    /** Reads the file; empty if it is missing or invalid. */
    static Optional<Recorded> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var text = FORMAT.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        if (!text.matches()) {
            return Optional.empty();
        }
        var id = text.group(1);
        // after a crash one slot may be incomplete and fails its checksum; the other slot then has the previous commit
        return SLOT.matcher(text.group(2))
                .results()
                .filter(slot -> slot.group().equals(slot(id, Long.parseLong(slot.group(1)))))
                .map(slot -> Long.parseLong(slot.group(1)))
                .max(Long::compare)
                .map(commits -> new Recorded(id, commits));
    }

    /** Replaces the file durably. */
    static LedgerMark write(Path file, Recorded recorded) throws IOException {
        return new LedgerMark(file, recorded);
    }

    private static void replace(Path file, Recorded recorded) throws IOException {
        var slot = slot(recorded.id(), recorded.commits());
        replace(file, "ledger " + recorded.id() + "\n" + slot + slot);
    }

    /** Replaces a file durably and in one step. */
    static void replace(Path file, String text) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        try (var out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        moveDurably(temporary, file);
    }

    /** Renames a file that is on disk. */
    static void moveDurably(Path temporary, Path file) throws IOException {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (File.separatorChar == '/') {
            // the new name is durable only after the folder is synced, which Windows does not support
            try (var folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static String slot(String id, long commits) {
        var number = String.format(Locale.ROOT, "%019d", commits);
        var check = new CRC32();
        check.update((id + number).getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%s %08x\n", number, check.getValue());
    }

    String id() {
        return id;
    }

    /** The last commit that is known to be durable. */
    synchronized long commits() {
        return commits;
    }

    /** Records a durable commit. */
    synchronized void advance(long committed) throws IOException {
        open.seek(HEADER + committed % 2 * SLOT_LENGTH);
        open.write(slot(id, committed).getBytes(StandardCharsets.ISO_8859_1));
        commits = committed;
    }

    /** Flushes the file to disk, and writes it again if it was removed. */
    void sync() throws IOException {
        RandomAccessFile current;
        synchronized (this) {
            if (identity.fault() != null) {
                // the old file stays open until the new one exists, so that commits continue if the disk is full
                replace(file, new Recorded(id, commits));
                var old = open;
                open = new RandomAccessFile(file.toFile(), "rw");
                old.close();
                identity = OpenFiles.of(file);
            }
            current = open;
        }
        // outside the lock, so that commits do not wait for this flush
        current.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        try (var last = open) {
            last.getFD().sync();
        }
    }
}
