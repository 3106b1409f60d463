package dev.imagegateway.ledger;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * {@code ledger.id}, beside the database: which ledger this is, and how many commits it had at least. It is written
 * after a commit, so that it is never ahead of what is durable. Each commit writes a few bytes into the page cache, which
 * survives the death of the process; {@link #sync} puts them on disk.
 */
final class LedgerMark implements AutoCloseable {

    private static final Pattern FORMAT = Pattern.compile("ledger ([0-9a-f-]{36})\n((?:.*\n)*)");
    private static final Pattern SLOT = Pattern.compile("([0-9]{19}) ([0-9a-f]{8})\n");
    private static final int HEADER = "ledger ".length() + 36 + 1;
    private static final int SLOT_LENGTH = 19 + 1 + 8 + 1;

    private final Path file;
    private final String id;
    private long commits;
    private FileChannel channel;
    private OpenFiles identity;

    private LedgerMark(Path file, Recorded recorded) throws IOException {
        this.file = file;
        this.id = recorded.id();
        this.commits = recorded.commits();
        replace(file, recorded);
        this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
        this.identity = OpenFiles.of(file);
    }

    /** What the file says. */
    record Recorded(String id, long commits) {}

    /** Reads it; empty if there is none, or none that can be understood. */
    static Optional<Recorded> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var text = FORMAT.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        if (!text.matches()) {
            return Optional.empty();
        }
        var id = text.group(1);
        // a slot that was half written when the machine failed is not valid, and the other one is the previous commit
        return SLOT.matcher(text.group(2))
                .results()
                .filter(slot -> slot.group().equals(slot(id, Long.parseLong(slot.group(1)))))
                .map(slot -> Long.parseLong(slot.group(1)))
                .max(Long::compare)
                .map(commits -> new Recorded(id, commits));
    }

    /** Replaces the file, on disk when this returns. */
    static LedgerMark write(Path file, Recorded recorded) throws IOException {
        return new LedgerMark(file, recorded);
    }

    private static void replace(Path file, Recorded recorded) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        var slot = slot(recorded.id(), recorded.commits());
        try (var out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            put(out, "ledger " + recorded.id() + "\n" + slot + slot, 0);
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (File.separatorChar == '/') {
            // the new name is durable only with its folder, which Windows has no means to sync
            try (var folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static String slot(String id, long commits) {
        var number = "%019d".formatted(commits);
        var check = new CRC32();
        check.update((id + number).getBytes(StandardCharsets.ISO_8859_1));
        return "%s %08x\n".formatted(number, check.getValue());
    }

    private static void put(FileChannel channel, String text, long position) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            channel.write(bytes, position + bytes.position());
        }
    }

    String id() {
        return id;
    }

    /** The last commit that is known to be durable. */
    synchronized long commits() {
        return commits;
    }

    /** Notes a commit that is durable. */
    synchronized void advance(long committed) throws IOException {
        put(channel, slot(id, committed), HEADER + committed % 2 * SLOT_LENGTH);
        commits = committed;
    }

    /** Puts it on disk; writes it again if somebody has removed it. */
    void sync() throws IOException {
        FileChannel open;
        synchronized (this) {
            if (identity.fault() != null) {
                channel.close();
                replace(file, new Recorded(id, commits));
                channel = FileChannel.open(file, StandardOpenOption.WRITE);
                identity = OpenFiles.of(file);
            }
            open = channel;
        }
        // outside of the lock: a commit does not wait for this disk write
        open.force(false);
    }

    @Override
    public void close() throws IOException {
        try (var last = channel) {
            last.force(true);
        }
    }
}
