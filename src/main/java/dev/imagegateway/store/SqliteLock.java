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
 * Excludes other processes: by {@code ledger.lock} while a database is created, and by a lock on the database file
 * itself. The second lock also works if {@code ledger.lock} was removed or the folder is reached by another path.
 */
final class SqliteLock implements AutoCloseable {

    /**
     * A byte of the page that SQLite reserves for locks and never writes. SQLite uses the first 512 bytes of that page,
     * so this lock does not block readers or backups.
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

    /** @throws StartupException if another process has locked the folder */
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
     * Locks an existing database. Must be repeated after SQLite has opened it permanently: POSIX releases all locks of
     * a process on a file when the process closes any descriptor of it. SQLite closes no descriptor while one of its
     * connections holds a lock, and a connection in WAL mode holds one until it is closed.
     *
     * @throws StartupException if another process has locked the database
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
            // this process holds the lock for another ledger
        }
        if (taken == null) {
            throw new StartupException("another gateway uses the data directory " + directory
                    + ": give each its own gateway.ledger.directory, or all of them one PostgreSQL"
                    + " (SPRING_DATASOURCE_URL)");
        }
        return taken;
    }

    /** Must be called after SQLite has closed the database. */
    @Override
    public void close() throws IOException {
        try (folder) {
            if (database != null) {
                database.close();
            }
        }
    }
}
