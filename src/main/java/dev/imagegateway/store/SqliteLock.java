package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process out: by {@code ledger.lock} while a database is created, and by a lock on the database file
 * itself, which neither the removal of {@code ledger.lock} nor another path to the folder gets around.
 */
final class SqliteLock implements AutoCloseable {

    /**
     * A byte of the page that SQLite reserves for locks and never writes. SQLite uses its first 512 bytes, so that this
     * lock is in the way of no reader and no backup.
     */
    private static final long BYTE = 0x4000_0000L + 1024;

    private final Path directory;
    private final FileChannel folder;
    private @Nullable FileChannel database;
    private @Nullable FileLock lock;

    private SqliteLock(Path directory, FileChannel folder) {
        this.directory = directory;
        this.folder = folder;
    }

    /** @throws StartupException if another process has the folder */
    static SqliteLock of(Path directory) throws IOException {
        var channel =
                FileChannel.open(directory.resolve("ledger.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = new SqliteLock(directory, channel);
        try {
            lock.take(channel, 0, Long.MAX_VALUE);
            return lock;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Locks an existing database. To be repeated once SQLite has it open for good: POSIX drops all locks of a process on
     * a file when the process closes any descriptor of it. SQLite closes none as long as one of its connections holds a
     * lock, which a connection in WAL mode does until it is closed.
     *
     * @throws StartupException if another process has it
     */
    void takeDatabase(Path file) throws IOException {
        if (database == null) {
            database = FileChannel.open(file, StandardOpenOption.WRITE);
        }
        if (lock != null) {
            lock.release();
        }
        lock = take(database, BYTE, 1);
    }

    private FileLock take(FileChannel channel, long position, long size) throws IOException {
        FileLock taken = null;
        try {
            taken = channel.tryLock(position, size, false);
        } catch (OverlappingFileLockException _) {
            // this process itself has it, for another ledger
        }
        if (taken == null) {
            throw new StartupException("another gateway uses the data directory " + directory
                    + ": give each its own gateway.ledger.directory, or all of them one PostgreSQL"
                    + " (SPRING_DATASOURCE_URL)");
        }
        return taken;
    }

    /** To be called after SQLite has closed the database. */
    @Override
    public void close() throws IOException {
        try (folder) {
            if (database != null) {
                database.close();
            }
        }
    }
}
