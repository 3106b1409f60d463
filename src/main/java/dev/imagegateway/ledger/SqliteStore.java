package dev.imagegateway.ledger;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.DelegatingPreparedStatement;
import org.apache.commons.dbcp2.PoolingConnection;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** A file in a directory that this process alone may use, on disk at every commit. */
final class SqliteStore implements Store {

    private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

    /** Kept for each connection; beyond it the oldest go. */
    private static final int STATEMENTS = 64;

    /**
     * So many pages of 4 KB may wait in the log before a commit copies them into the file, which syncs both and holds up
     * whoever waits for it. SQLite's own 1,000 are full after some hundred commits, most of them with the same pages.
     */
    private static final int CHECKPOINT = 10_000;

    private final Path file;
    private final FileChannel channel;

    /** Kept as long as the process lives, or until it is closed. */
    private final FileLock lock;

    private SqliteStore(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws StartupException if the directory cannot be written, or another process has it */
    static SqliteStore open(Path directory) {
        try {
            Files.createDirectories(directory);
            var channel = FileChannel.open(
                    directory.resolve("ledger.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException _) {
                // the same process has it already, which is no better
            }
            if (lock == null) {
                channel.close();
                throw new StartupException("another gateway uses the data directory " + directory
                        + ": give each its own gateway.ledger.directory, or all of them one PostgreSQL"
                        + " (SPRING_DATASOURCE_URL)");
            }
            return new SqliteStore(directory.resolve("ledger.db"), channel, lock);
        } catch (IOException e) {
            throw new StartupException("the data directory " + directory + " cannot be written ("
                    + e.getClass().getSimpleName() + "): set gateway.ledger.directory to one that can");
        }
    }

    @Override
    public DataSource connections(Duration timeout) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(Math.toIntExact(timeout.toMillis()));
        var sqlite = new SQLiteDataSource(config);
        sqlite.setUrl("jdbc:sqlite:" + file);
        return new DelegatingDataSource(sqlite) {
            @Override
            public Connection getConnection() throws SQLException {
                return keepingStatements(checked(super.getConnection()));
            }
        };
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

    @Override
    public int readers() {
        return 4;
    }

    @Override
    public String now() {
        return "CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER)";
    }

    /** The one writer has the whole file. */
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
        // the extended codes have the plain one in their lowest byte
        return switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> Failure.REPLAY;
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_ERROR -> Failure.POISON;
            default -> Failure.UNAVAILABLE;
        };
    }

    /** SQLite has no time limit of its own for a query. */
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
        try (channel) {
            lock.release();
        } catch (IOException _) {
            // the process ends, and its lock with it
        }
    }
}
