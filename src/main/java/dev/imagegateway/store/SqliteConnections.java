package dev.imagegateway.store;

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

    private SqliteConnections() {}

    /** Opens the database, creating it if needed. The connection then holds SQLite's shared lock on the database. */
    static Connection creating(Path file, Duration timeout) throws SQLException {
        var connection = checked(writing(timeout).createConnection(url(file)));
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
        return keepingStatements(checked(config.createConnection(url(file))));
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

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    private static SQLiteConfig writing(Duration timeout) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        return config;
    }

    private static Connection checked(Connection connection) throws SQLException {
        // SQLite ignores pragmas that it cannot apply, such as WAL on some network disks
        if (!"wal".equals(pragma(connection, "journal_mode")) || !"2".equals(pragma(connection, "synchronous"))) {
            connection.close();
            throw new SQLException("the ledger's file cannot be kept in WAL mode with synchronous=FULL");
        }
        pragma(connection, "wal_autocheckpoint=" + CHECKPOINT);
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
