package dev.imagegateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Abstracts the differences between SQLite and PostgreSQL. */
public sealed interface Store extends AutoCloseable permits SqliteStore, PostgresStore {

    /** The category of a failed write. */
    enum Failure {
        /** Two writers conflicted; a retry succeeds. */
        REPLAY,
        /** The database does not respond or is not writable. */
        UNAVAILABLE,
        /** The data cannot be written; a retry would fail again. */
        POISON
    }

    /**
     * Returns a source of connections. Each connection is checked first; one that would not be durable is refused.
     *
     * @param timeout time limit of one statement, as far as the database supports it
     */
    DataSource connections(Duration timeout);

    /** The maximum number of connections for reads. */
    int readers();

    /** SQL expression for the database's clock, in milliseconds since the epoch. */
    String now();

    /** SQL suffix that locks the rows of a query. */
    String forUpdate();

    /** Whether other processes write to the database too. */
    boolean isShared();

    /** Called at start after the migration and before the first write. */
    default void begin() {}

    /**
     * Why a commit could currently be lost at a restart; null if there is no reason. Cheap enough to call before and
     * after each commit and before each attempt. Not checked for database servers, which manage their own files.
     */
    default @Nullable String fault() {
        return null;
    }

    /**
     * Counts the current transaction, if the store counts transactions.
     *
     * @return the number of committed transactions including this one
     */
    default long count(JdbcTemplate jdbc) {
        return 0;
    }

    /** Records outside the database that the transaction with this number was committed. */
    default void committed(long count) {}

    /** Called after a failed write. Frees space if there was none, so that the next write may succeed. */
    default void makeRoom(Throwable failure) {}

    /** Flushes the recorded commits to disk. */
    default void sync() {}

    /** Classifies an exception of the driver. */
    Failure classify(SQLException failure);

    /** Interrupts the running query of a connection, unless the database has its own timeout. */
    void interrupt(Connection connection);

    @Override
    void close();

    /** Classifies any exception of a database operation. */
    default Failure meaning(Throwable failure) {
        if (failure instanceof StoreUnavailableException) {
            return Failure.UNAVAILABLE;
        }
        return driver(failure).map(this::classify).orElse(Failure.POISON);
    }

    /** The innermost exception of the driver. */
    static Optional<SQLException> driver(Throwable failure) {
        Optional<SQLException> deepest = Optional.empty();
        var next = failure;
        for (int depth = 0; next != null && depth < 20; depth++) {
            if (next instanceof SQLException sql) {
                deepest = Optional.of(sql);
            }
            next = next.getCause();
        }
        return deepest;
    }
}
