package dev.imagegateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.commons.dbcp2.DelegatingPreparedStatement;
import org.apache.commons.dbcp2.PoolingConnection;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to a SQLite file that make every commit durable. */
final class SqliteConnections {

    /** Maximum number of cached statements per connection; the oldest are evicted. */
    private static final int STATEMENTS = 64;

    /**
     * Pages of 4 KB that may be in the log before a commit copies them into the database. A checkpoint syncs both files
     * and delays the callers that wait for the commit. SQLite's default of 1,000 is reached after some hundred commits,
     * most of which write the same pages.
     */
    private static final int CHECKPOINT = 10_000;

    /** On a small disk, the log may have this part of the space that is left for it. */
    private static final int DISK_FRACTION = 4;

    private static final int PAGE = 4096;

    private SqliteConnections() {}

    /** Opens the database, creating it if needed. The connection then holds SQLite's shared lock on the database. */
    static Connection creating(Path file, Duration timeout) throws SQLException {
        var connection = checked(writing(timeout).createConnection(url(file)), file);
        // in WAL mode the first read takes the lock and opens the log
        pragma(connection, "user_version");
        return connection;
    }

    /**
     * Opens an existing database. Never creates one, because a new file in place of a vanished one would be another
     * ledger.
     */
    static Connection existing(Path file, Duration timeout) throws SQLException {
        var config = writing(timeout);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return keepingStatements(checked(config.createConnection(url(file)), file));
    }

    /** Opens the database read-only, without a checkpoint on close. */
    static Connection reading(Path file, Duration timeout) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        return config.createConnection(url(file));
    }

    /** Rolls back a rollback journal that a killed process left. A read-only connection cannot do this. */
    static void rollBack(Path file, Duration timeout) throws SQLException {
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        try (var connection = config.createConnection(url(file))) {
            // the first read rolls back; the journal mode does not change
            pragma(connection, "schema_version");
        }
    }

    /**
     * Reads the database without its log and without locks. Only for a database that this process does not have open.
     */
    static Connection withoutLog(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + file.toUri() + "?immutable=1");
    }

    /** A URI, because the driver and SQLite would take a question mark in a path for the begin of options. */
    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toUri();
    }

    /** After how many pages the log is copied into the database. */
    private static long checkpoint(Path file) {
        try {
            var log = file.resolveSibling(file.getFileName() + "-wal");
            var room = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace()
                    + (Files.exists(log) ? Files.size(log) : 0);
            return Math.clamp(room / DISK_FRACTION / PAGE, 1, CHECKPOINT);
        } catch (IOException _) {
            return CHECKPOINT;
        }
    }

    /**
     * Copies the log into the database, so that the next commit writes over the log instead of extending it.
     *
     * @return whether the whole log was copied
     */
    static boolean checkpoint(Connection connection) throws SQLException {
        return "0".equals(pragma(connection, "wal_checkpoint(RESTART)"));
    }

    private static SQLiteConfig writing(Duration timeout) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        return config;
    }

    private static Connection checked(Connection connection, Path file) throws SQLException {
        // SQLite ignores pragmas that it cannot apply, such as WAL on some network disks
        if (!"wal".equals(pragma(connection, "journal_mode")) || !"2".equals(pragma(connection, "synchronous"))) {
            connection.close();
            throw new SQLException("the ledger's file cannot be kept in WAL mode with synchronous=FULL");
        }
        pragma(connection, "wal_autocheckpoint=" + checkpoint(file));
        return connection;
    }

    /**
     * Caches prepared statements. SQLite's driver parses a statement whenever it is prepared; PostgreSQL's has its own
     * cache.
     */
    private static Connection keepingStatements(Connection connection) {
        var config = new GenericKeyedObjectPoolConfig<DelegatingPreparedStatement>();
        config.setMaxTotal(STATEMENTS);
        config.setMaxTotalPerKey(STATEMENTS);
        config.setBlockWhenExhausted(false);
        config.setJmxEnabled(false);
        var keeping = new PoolingConnection(connection);
        keeping.setStatementPool(new GenericKeyedObjectPool<>(keeping, config));
        return keeping;
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("PRAGMA " + name)) {
            return row.getString(1);
        }
    }
}
