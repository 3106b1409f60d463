package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteException;

/**
 * Moves a ledger from a SQLite file to PostgreSQL, in one transaction. The file is locked meanwhile, and only read.
 * Afterwards {@link MovedMark} keeps gateways from starting with it.
 */
public final class StoreMove implements AutoCloseable {

    /** For the longest statement, which may read all rows of a large ledger. */
    private static final Duration TIMEOUT = Duration.ofHours(1);

    /** Has the identity of a SQLite ledger, and in PostgreSQL that of the one that was moved there. */
    private static final String IDENTITY = "ledger_identity";

    private final Path file;
    private final SqliteOpening opening;
    private final LedgerIdentity identity;
    private final Connection source;
    private final PostgresStore target;

    private StoreMove(SqliteOpening opening, LedgerIdentity identity, Connection source, PostgresStore target) {
        this.file = opening.file();
        this.opening = opening;
        this.identity = identity;
        this.source = source;
        this.target = target;
    }

    /** A table that was copied, and the number of its rows. */
    public record Table(String name, long rows) {}

    /**
     * Locks and opens the file, and connects to PostgreSQL.
     *
     * @param directory directory of the SQLite file
     * @param accept {@code gateway.ledger.accept}
     * @param where PostgreSQL
     * @throws StartupException if the ledger is missing, incomplete, in use or already moved, or PostgreSQL cannot be
     *     used
     */
    public static StoreMove open(Path directory, String accept, StoreProperties where) {
        if (!StoreOpening.isShared(where)) {
            throw new StartupException("set SPRING_DATASOURCE_URL, _USERNAME and _PASSWORD to the database to move to,"
                    + " and gateway.ledger.directory to the folder of ledger.db");
        }
        var file = directory.resolve("ledger.db");
        try {
            if (!LedgerAdmission.isThere(file)) {
                throw new StartupException(
                        "there is no ledger " + file + ": set gateway.ledger.directory to the folder of ledger.db");
            }
            var target = StoreOpening.postgres(where);
            var opening = SqliteOpening.of(directory, accept);
            try {
                var source = SqliteConnections.reading(file, SqliteOpening.TIMEOUT);
                source.setAutoCommit(false);
                return new StoreMove(opening, LedgerIdentity.read(source, file), source, target);
            } catch (SQLException | RuntimeException e) {
                opening.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteOpening.unusable(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database that the ledger moves to, without secrets. */
    public String place() {
        return target.place();
    }

    /** Reads the file. */
    public JdbcTemplate source() {
        return new JdbcTemplate(new SingleConnectionDataSource(source, true));
    }

    /** Searches the file for damage. */
    public List<String> damage() {
        return Snapshot.damage(source());
    }

    /**
     * Copies all tables, compares them row by row, and closes the file for gateways. If it fails, PostgreSQL has empty
     * tables or none, and the file is as before, unless the exception says that this is not known.
     *
     * @param ofProcesses tables that describe running processes only; they are not copied
     * @param check reads the copy before it is committed; an exception refuses it
     * @return the tables; empty if an earlier run had copied them, but not closed the file
     * @throws StartupException if PostgreSQL already has a ledger, or the schemas differ
     */
    public List<Table> run(Set<String> ofProcesses, Consumer<JdbcTemplate> check) {
        requireOwnVersion("the file", SchemaVersion.of(Snapshot.reading(file, false)));
        List<Table> moved;
        try (var connection = target.connections(TIMEOUT).getConnection()) {
            connection.setAutoCommit(false);
            if (isMoved(connection)) {
                moved = List.of();
            } else {
                requireEmpty(connection);
                connection.commit();
                StoreOpening.migrate(target, file);
                requireOwnVersion("PostgreSQL", SchemaVersion.of(target.connections(TIMEOUT)));
                moved = move(connection, ofProcesses, check);
            }
        } catch (SQLException e) {
            throw new StartupException("nothing was moved: "
                    + (e instanceof SQLiteException
                            ? SqliteOpening.unusable(file, e).getMessage()
                            : target.refusal(e)));
        }
        close(file);
        return moved;
    }

    private static void requireOwnVersion(String database, SchemaVersion schema) {
        if (!schema.isSame()) {
            throw new StartupException("the schema of " + database + " has version " + schema.found() + ", and this"
                    + " program needs " + schema.own() + ": start this version of the gateway with the file once,"
                    + " and use an empty database");
        }
    }

    /** Whether an earlier run has copied exactly this ledger. */
    private boolean isMoved(Connection connection) throws SQLException {
        if (!tables(connection).contains(IDENTITY)) {
            return false;
        }
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT id, commits FROM " + IDENTITY)) {
            return row.next() && new LedgerIdentity(row.getString(1), row.getLong(2)).equals(identity);
        }
    }

    private void requireEmpty(Connection connection) throws SQLException {
        for (var table : tables(connection)) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT 1 FROM \"" + table + "\" LIMIT 1")) {
                if (row.next()) {
                    throw new StartupException("nothing was moved: " + target.place() + " is not empty, table " + table
                            + " has rows. A ledger can only be moved to an empty database that no gateway has used");
                }
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var row = connection.getMetaData().getTables(null, connection.getSchema(), null, new String[] {"TABLE"})) {
            while (row.next()) {
                names.add(row.getString("TABLE_NAME"));
            }
        }
        names.remove(SchemaVersion.HISTORY);
        return names.stream().sorted().toList();
    }

    private List<Table> move(Connection connection, Set<String> ofProcesses, Consumer<JdbcTemplate> check)
            throws SQLException {
        try {
            var tables = tables(connection);
            lock(connection, tables);
            requireEmpty(connection);
            var moved = new ArrayList<Table>();
            for (var table : tables) {
                if (!ofProcesses.contains(table) && !table.equals(IDENTITY)) {
                    moved.add(copy(connection, table));
                }
            }
            check.accept(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
            identify(connection);
            commit(connection);
            return moved;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** The response to the commit may be lost, and the next run finds out what happened. */
    private void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new StartupException("it is not known whether the ledger was moved, because the connection to "
                    + target.place() + " ended during the commit: run move-ledger again before you start any gateway");
        }
    }

    /** Keeps a gateway that is started too early from writing. */
    private void lock(Connection connection, List<String> tables) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE "
                    + tables.stream().map(table -> '"' + table + '"').collect(Collectors.joining(", "))
                    + " IN EXCLUSIVE MODE NOWAIT");
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new StartupException("nothing was moved: " + target.place()
                        + " is in use: stop every gateway and every other move-ledger that uses it");
            }
            throw e;
        }
    }

    private Table copy(Connection connection, String name) throws SQLException {
        var table = TableCopy.of(source, connection, name);
        var read = table.copy(source, connection);
        var written = table.read(connection);
        if (!read.equals(written)) {
            throw new StartupException("nothing was moved: table " + name + " has " + read.rows()
                    + " rows in the file, and " + written.rows() + " others arrived in PostgreSQL");
        }
        return new Table(name, read.rows());
    }

    private void identify(Connection connection) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO " + IDENTITY + " (id, commits) VALUES (?, ?)")) {
            insert.setString(1, Objects.requireNonNull(identity.id()));
            insert.setLong(2, identity.commits());
            insert.executeUpdate();
        }
    }

    private void close(Path database) {
        try {
            MovedMark.write(
                    database,
                    "the ledger " + identity.id() + " of " + database + " was moved to PostgreSQL " + target.place()
                            + " at commit " + identity.commits() + " on "
                            + Instant.now().truncatedTo(ChronoUnit.SECONDS));
        } catch (IOException e) {
            throw new StartupException("the ledger was moved, but ledger.moved could not be written beside " + database
                    + ": never start a gateway with this file again, or run move-ledger once more");
        }
    }

    @Override
    public void close() {
        try (opening) {
            source.close();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("the file could not be closed", e);
        }
    }
}
