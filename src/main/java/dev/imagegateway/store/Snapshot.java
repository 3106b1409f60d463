package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * A consistent view of a ledger's database that changes nothing. It works beside running gateways, and on a copy in a
 * folder that cannot be written.
 */
public final class Snapshot implements AutoCloseable {

    /** Reading all rows of a large ledger may take minutes. */
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    /** The name of a ledger that gateways use. */
    private static final String LEDGER = "ledger.db";

    /** SQLite's limit of reported faults. */
    private static final int MAX_FAULTS = 20;

    private final String name;
    private final @Nullable SqliteFile sqlite;
    private final DataSource source;
    private final Connection connection;

    private Snapshot(String name, @Nullable SqliteFile sqlite, DataSource source) throws SQLException {
        this.name = name;
        this.sqlite = sqlite;
        this.source = source;
        this.connection = source.getConnection();
        connection.setAutoCommit(false);
        if (sqlite == null) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
    }

    /**
     * A SQLite file.
     *
     * @param isAlone whether it has no log, so that no process has it open
     * @param identity its identity
     * @param doubt why it may be incomplete; null if there is no reason
     */
    private record SqliteFile(
            Path file,
            boolean isAlone,
            LedgerIdentity identity,
            @Nullable String doubt) {}

    /**
     * Opens the configured store.
     *
     * @param directory directory of the SQLite file; ignored with PostgreSQL
     * @throws StartupException if there is none, or it cannot be read
     */
    public static Snapshot open(Path directory, StoreProperties where) {
        if (!StoreOpening.isShared(where)) {
            return ofDirectory(directory);
        }
        var store = StoreOpening.postgres(where);
        try {
            return new Snapshot("PostgreSQL " + store.place(), null, store.connections(TIMEOUT));
        } catch (SQLException e) {
            throw new StartupException(store.refusal(e));
        }
    }

    /** Opens the SQLite ledger in a directory, beside which there must be {@code ledger.id}. */
    static Snapshot ofDirectory(Path directory) {
        return ofFile(directory.resolve(LEDGER), true, null);
    }

    /**
     * Opens a SQLite file, such as a backup.
     *
     * @throws StartupException if it is missing or cannot be read
     */
    public static Snapshot ofFile(Path file) {
        return ofFile(file, false, null);
    }

    /**
     * Opens a copy.
     *
     * @param doubt why the ledger that was copied may be incomplete; null if there is no reason
     */
    static Snapshot ofCopy(Path file, @Nullable String doubt) {
        return ofFile(file, false, doubt);
    }

    /**
     * Opens a SQLite file.
     *
     * @param needsMark whether {@code ledger.id} must be beside it
     * @param known why a file that is no ledger of a gateway may be incomplete; null if there is no reason
     */
    private static Snapshot ofFile(Path file, boolean needsMark, @Nullable String known) {
        try {
            if (!LedgerAdmission.isThere(file)) {
                throw new StartupException("there is no ledger " + file
                        + ": set gateway.ledger.directory to the folder of ledger.db, or SPRING_DATASOURCE_URL");
            }
            var isAlone = !hasLog(file);
            var source = reading(file, isAlone);
            // before the database: the database may be ahead of ledger.id, never behind
            var recorded = LedgerMark.read(file.resolveSibling("ledger.id"));
            var identity = identity(source, file);
            // ledger.id is about the database beside it, not about a copy with another name
            var isLedger = file.endsWith(LEDGER) && (needsMark || recorded.isPresent());
            var doubt = isLedger ? LedgerAdmission.doubt(file, identity, recorded) : known;
            return new Snapshot("SQLite " + file, new SqliteFile(file, isAlone, identity, doubt), source);
        } catch (SQLException e) {
            throw SqliteOpening.unusable(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LedgerIdentity identity(DataSource source, Path file) throws SQLException, IOException {
        try (var connection = source.getConnection()) {
            return LedgerIdentity.read(connection, file);
        }
    }

    static DataSource reading(Path file, boolean isAlone) {
        return new DelegatingDataSource(new SQLiteDataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                // without a log, SQLite needs none of its files beside the database, and leaves none
                return isAlone
                        ? SqliteConnections.withoutLog(file)
                        : SqliteConnections.reading(file, SqliteOpening.TIMEOUT);
            }
        };
    }

    private static boolean hasLog(Path file) {
        return Files.exists(file.resolveSibling(file.getFileName() + "-wal"))
                || Files.exists(file.resolveSibling(file.getFileName() + "-journal"));
    }

    /** The database, without secrets. */
    public String name() {
        return name;
    }

    /** The ledger's id; empty with PostgreSQL. */
    public Optional<String> id() {
        return Optional.ofNullable(sqlite).map(SqliteFile::identity).map(LedgerIdentity::id);
    }

    /** The number of commits in a SQLite file. */
    public long commits() {
        return sqlite == null ? 0 : sqlite.identity().commits();
    }

    /** Why a SQLite file may be incomplete; null if there is no reason. */
    public @Nullable String doubt() {
        return sqlite == null ? null : sqlite.doubt();
    }

    /** Returns the version of the schema. */
    public SchemaVersion schema() {
        return SchemaVersion.of(source);
    }

    /** Reads within the snapshot. */
    public JdbcTemplate jdbc() {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    /** The connection of the snapshot, outside a transaction. */
    Connection connection() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        return connection;
    }

    /** Searches a SQLite file for damage. PostgreSQL checks its pages itself, if it has checksums. */
    public List<String> damage() {
        return sqlite == null ? List.of() : damage(jdbc());
    }

    static List<String> damage(JdbcTemplate jdbc) {
        var faults = new ArrayList<String>();
        try {
            faults.addAll(jdbc.query("PRAGMA integrity_check(" + MAX_FAULTS + ")", (row, _) -> row.getString(1)));
            faults.remove("ok");
            if (faults.isEmpty()) {
                jdbc.query("PRAGMA foreign_key_check", row -> {
                    faults.add("a row of " + row.getString(1) + " refers to a missing row of " + row.getString(3));
                });
            }
        } catch (DataAccessException e) {
            // some damage ends the search itself
            var cause = Store.driver(e).orElseThrow(() -> e);
            if ((cause.getErrorCode() & 0xff) != SQLiteErrorCode.SQLITE_CORRUPT.code) {
                throw e;
            }
            faults.add(String.valueOf(cause.getMessage()));
        }
        return faults;
    }

    /**
     * Confirms that nothing changed under the snapshot.
     *
     * @throws StartupException if a gateway was started on a file that was read without locks
     */
    public void confirm() {
        if (sqlite != null && sqlite.isAlone() && (hasLog(sqlite.file()) || hasCommits(sqlite))) {
            throw new StartupException("a gateway was started meanwhile: run the command again");
        }
    }

    /** Whether a gateway has used the file and has already stopped: each start is a commit. */
    private boolean hasCommits(SqliteFile file) {
        try {
            return !identity(source, file.file()).equals(file.identity());
        } catch (SQLException | IOException _) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger could not be closed", e);
        }
    }
}
