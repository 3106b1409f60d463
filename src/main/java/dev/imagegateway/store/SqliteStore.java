package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** A SQLite file in a directory that only this process uses. Every commit is durable. */
final class SqliteStore implements Store {

    private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

    private final SqliteOpening opening;
    private final Path file;
    private @Nullable LedgerMark mark;

    private SqliteStore(SqliteOpening opening) {
        this.opening = opening;
        this.file = opening.file();
    }

    /**
     * Opens or creates the database.
     *
     * @param accept {@code gateway.ledger.accept}
     * @throws StartupException if it cannot be opened or is incomplete
     */
    static SqliteStore open(Path directory, String accept) {
        return new SqliteStore(SqliteOpening.of(directory, accept));
    }

    /** Gives the ledger its identity, and writes its commit count to {@code ledger.id}. */
    @Override
    public void begin() {
        try (var connection = SqliteConnections.existing(file, SqliteOpening.TIMEOUT)) {
            var identity = LedgerIdentity.begin(connection, opening.recorded());
            mark = LedgerMark.write(
                    file.resolveSibling("ledger.id"),
                    new LedgerMark.Recorded(Objects.requireNonNull(identity.id()), identity.commits()));
            log.info("{} is ledger {} with {} commits", file, identity.id(), identity.commits());
        } catch (SQLException e) {
            throw SqliteOpening.unusable(file, e);
        } catch (IOException e) {
            throw new StartupException("ledger.id beside " + file + " cannot be written ("
                    + e.getClass().getSimpleName() + "): let the gateway write files in its data directory");
        }
    }

    @Override
    public @Nullable String fault() {
        return opening.files().fault();
    }

    @Override
    public long count(JdbcTemplate jdbc) {
        var now = mark();
        return LedgerIdentity.count(jdbc, now.id(), now.commits());
    }

    @Override
    public void committed(long count) {
        try {
            mark().advance(count);
        } catch (IOException e) {
            throw new UncheckedIOException("ledger.id cannot be written", e);
        }
    }

    @Override
    public void sync() {
        if (fault() != null) {
            // do not write into a folder that was replaced
            return;
        }
        try {
            mark().sync();
        } catch (IOException e) {
            throw new UncheckedIOException("ledger.id cannot be written", e);
        }
    }

    @Override
    public void makeRoom(Throwable failure) {
        var code = Store.driver(failure).map(cause -> cause.getErrorCode() & 0xff);
        if (!code.equals(Optional.of(SQLiteErrorCode.SQLITE_FULL.code))) {
            return;
        }
        try {
            var isCopied = SqliteConnections.checkpoint(opening.keeper());
            log.warn("The disk of {} is full; its log was {} copied into it", file, isCopied ? "completely" : "partly");
        } catch (SQLException e) {
            log.warn("The disk of {} is full, and its log could not be copied into it: free space", file);
            log.debug("The checkpoint failed", e);
        }
    }

    private LedgerMark mark() {
        return Objects.requireNonNull(mark, "the store was not begun");
    }

    @Override
    public DataSource connections(Duration timeout) {
        return new DelegatingDataSource(new SQLiteDataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                inPlace();
                var connection = SqliteConnections.existing(file, timeout);
                try {
                    // the path may lead to a different file since the first check
                    inPlace();
                    return connection;
                } catch (SQLException e) {
                    connection.close();
                    throw e;
                }
            }
        };
    }

    private void inPlace() throws SQLException {
        var fault = fault();
        if (fault != null) {
            throw new SQLException(fault, "08001", SQLiteErrorCode.SQLITE_CANTOPEN.code);
        }
    }

    @Override
    public int readers() {
        return 4;
    }

    @Override
    public String now() {
        return "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)";
    }

    /** Not needed: a SQLite write transaction locks the whole file. */
    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Failure classify(SQLException failure) {
        // the lowest byte of an extended code is the primary code
        return switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> Failure.REPLAY;
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_ERROR -> Failure.POISON;
            default -> Failure.UNAVAILABLE;
        };
    }

    /** Interrupts the query, because SQLite has no query timeout. */
    @Override
    public void interrupt(Connection connection) {
        try {
            connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
        } catch (SQLException e) {
            log.debug("A query could not be interrupted", e);
        }
    }

    @Override
    public void close() {
        try (opening;
                var last = mark) {
            if (last != null) {
                sync();
            }
        } catch (IOException | SQLException | RuntimeException e) {
            log.warn("The ledger's files could not be closed properly", e);
        }
    }
}
