package dev.imagegateway.ledger;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * A SQLite database that was checked and locked, and is open.
 *
 * @param keeper a connection that stays open: SQLite keeps its log and its lock on the database as long as it is
 * @param files the database, its log and its shared memory
 * @param recorded what {@code ledger.id} said before
 */
record SqliteOpening(
        Path file, SqliteLock lock, Connection keeper, OpenFiles files, Optional<LedgerMark.Recorded> recorded)
        implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SqliteOpening.class);

    /**
     * Opens the database, or creates it.
     *
     * @param accept {@code gateway.ledger.accept}
     * @throws StartupException if the directory cannot be written, another process has it, or its ledger knows less than
     *     it should
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
        var exists = LedgerAdmission.isThere(file);
        if (exists) {
            lock.takeDatabase(file);
        }
        // before the database is read, which may be ahead of it
        var recorded = LedgerMark.read(file.resolveSibling("ledger.id"));
        if (LedgerAdmission.admit(file, exists ? identity(file) : null, recorded, accept)) {
            log.warn("{} is accepted as it is, because gateway.ledger.accept says so; remove the setting", file);
        } else if (!accept.isBlank()) {
            log.warn("gateway.ledger.accept is not needed; remove the setting");
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

    private static LedgerIdentity identity(Path file) {
        try (var connection = SqliteConnections.reading(file, TIMEOUT)) {
            return LedgerIdentity.read(connection, file);
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    static StartupException unusable(Path file, SQLException e) {
        log.debug("{} cannot be opened", file, e);
        return new StartupException(file + " or its log ledger.db-wal cannot be read as a SQLite database ("
                + SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff) + "): restore the newest copy of the folder");
    }

    @Override
    public void close() throws IOException, SQLException {
        try (lock) {
            keeper.close();
        }
    }
}
