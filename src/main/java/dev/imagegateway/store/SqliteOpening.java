package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An open SQLite database that was checked and locked.
 *
 * @param keeper a connection that stays open, so that SQLite keeps its log and its lock on the database
 * @param files the database, its log and its shared memory
 * @param recorded the previous content of {@code ledger.id}
 */
record SqliteOpening(
        Path file, SqliteLock lock, Connection keeper, OpenFiles files, Optional<LedgerMark.Recorded> recorded)
        implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SqliteOpening.class);

    /**
     * Opens or creates the database.
     *
     * @param accept {@code gateway.ledger.accept}
     * @throws StartupException if the directory is not writable, another process has locked it, the ledger is
     *     incomplete, or it was moved to PostgreSQL
     */
    static SqliteOpening of(Path directory, String accept) {
        try {
            Files.createDirectories(directory);
            var lock = SqliteLock.of(directory);
            try {
                return open(directory.resolve("ledger.db"), lock, accept);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StartupException("the data directory " + directory + " cannot be written ("
                    + e.getClass().getSimpleName() + "): set gateway.ledger.directory to one that can");
        }
    }

    private static SqliteOpening open(Path file, SqliteLock lock, String accept) throws IOException {
        MovedMark.refuse(file);
        var exists = LedgerAdmission.isThere(file);
        if (exists) {
            lock.takeDatabase(file);
        }
        // read before the database: the database may be ahead of ledger.id, never behind
        var recorded = LedgerMark.read(file.resolveSibling("ledger.id"));
        if (LedgerAdmission.admit(file, exists ? identity(file) : null, recorded, accept)) {
            log.warn("{} is accepted as it is, because gateway.ledger.accept says so; remove the setting", file);
        } else if (!accept.isBlank()) {
            log.warn("gateway.ledger.accept is not needed; remove the setting");
        }
        if (!exists && recorded.isEmpty()) {
            recorded = Optional.of(first(file));
        }
        try {
            return keep(file, lock, recorded);
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    private static SqliteOpening keep(Path file, SqliteLock lock, Optional<LedgerMark.Recorded> recorded)
            throws SQLException, IOException {
        var keeper = SqliteConnections.creating(file, TIMEOUT);
        try {
            lock.takeDatabase(file);
            var files = OpenFiles.of(file, file.resolveSibling("ledger.db-wal"), file.resolveSibling("ledger.db-shm"));
            return new SqliteOpening(file, lock, keeper, files, recorded);
        } catch (IOException | RuntimeException e) {
            keeper.close();
            throw e;
        }
    }

    /**
     * Written before the database is created, so that an empty database is recognised as that of a failed first start.
     */
    private static LedgerMark.Recorded first(Path file) throws IOException {
        var recorded = new LedgerMark.Recorded(UUID.randomUUID().toString(), 0);
        LedgerMark.write(file.resolveSibling("ledger.id"), recorded).close();
        return recorded;
    }

    private static LedgerIdentity identity(Path file) throws IOException {
        try {
            try {
                return look(file);
            } catch (SQLException e) {
                if (!(e instanceof SQLiteException exact)
                        || exact.getResultCode() != SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
                    throw e;
                }
                // SQLite uses a rollback journal while it converts a database to WAL; the previous process was killed
                // during that
                log.info("{} is rolled back with its ledger.db-journal", file);
                SqliteConnections.rollBack(file, TIMEOUT);
                return look(file);
            }
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    private static LedgerIdentity look(Path file) throws SQLException, IOException {
        try (var connection = SqliteConnections.reading(file, TIMEOUT)) {
            var identity = LedgerIdentity.read(connection, file);
            if (identity.id() != null) {
                SqliteLog.check(connection, file, identity.id());
            }
            return identity;
        }
    }

    static StartupException unusable(Path file, SQLException e) {
        log.debug("{} cannot be opened", file, e);
        var code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
        return new StartupException(
                file + " or its log ledger.db-wal cannot be used as a SQLite database (" + code + "): " + advice(code));
    }

    private static String advice(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_FULL -> "free space on the disk and start the gateway again";
            case SQLITE_BUSY, SQLITE_LOCKED -> "stop the program that uses it and start the gateway again";
            case SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN ->
                "let the gateway read and write all files in its data directory";
            default -> "restore the newest copy of the folder";
        };
    }

    @Override
    public void close() throws IOException, SQLException {
        try (lock) {
            keeper.close();
        }
    }
}
