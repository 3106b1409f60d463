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

/** Opens connections to a SQLite file, durable at every commit. */
final class SqliteConnections {

    /** Kept for each connection; beyond it the oldest go. */
    private static final int STATEMENTS = 64;

    /**
     * So many pages of 4 KB may wait in the log before a commit copies them into the file, which syncs both and holds up
     * whoever waits for it. SQLite's own 1,000 are full after some hundred commits, most of them with the same pages.
     */
    private static final int CHECKPOINT = 10_000;

    private SqliteConnections() {}

    /** Creates the database if it is not there. From here on it holds SQLite's shared lock on the database. */
    static Connection creating(Path file, Duration timeout) throws SQLException {
        var connection = checked(writing(timeout).createConnection(url(file)));
        // the first read in WAL mode takes the lock, and opens the log
        pragma(connection, "user_version");
        return connection;
    }

    /** Never creates it: a new file in the place of one that vanished would be another ledger. */
    static Connection existing(Path file, Duration timeout) throws SQLException {
        var config = writing(timeout);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return keepingStatements(checked(config.createConnection(url(file))));
    }

    /** Changes nothing, not even by a checkpoint when it is closed. */
    static Connection reading(Path file, Duration timeout) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        return config.createConnection(url(file));
    }

    /** Rolls back what a killed process left in a rollback journal, which a read-only connection cannot. */
    static void rollBack(Path file, Duration timeout) throws SQLException {
        var config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        try (var connection = config.createConnection(url(file))) {
            // the first read rolls back; the journal mode stays as it is
            pragma(connection, "schema_version");
        }
    }

    /** Reads the database as if it had no log. Takes no lock: only for a database that this process has not open. */
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
        // SQLite keeps silent about a pragma that it could not follow, such as WAL on some network disks
        if (!"wal".equals(pragma(connection, "journal_mode")) || !"2".equals(pragma(connection, "synchronous"))) {
            connection.close();
            throw new SQLException("the ledger's file cannot be kept in WAL mode with synchronous=FULL");
        }
        pragma(connection, "wal_autocheckpoint=" + CHECKPOINT);
        return connection;
    }

    /** SQLite's driver parses a statement as often as it is prepared; PostgreSQL's remembers by itself. */
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
