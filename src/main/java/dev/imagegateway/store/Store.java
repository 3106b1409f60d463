package dev.imagegateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What differs between the two databases. */
public sealed interface Store extends AutoCloseable permits SqliteStore, PostgresStore {

    /** What a failed write means. */
    enum Failure {
        /** Two writers met: the same again will do. */
        REPLAY,
        /** The store does not answer, or cannot be written. */
        UNAVAILABLE,
        /** What was to be written cannot be. */
        POISON
    }

    /**
     * Where connections come from. Each is checked before it is used: one that would not be durable is refused.
     *
     * @param timeout for any one statement, as far as the database keeps to it
     */
    DataSource connections(Duration timeout);

    /** How many connections readers may have. */
    int readers();

    /** The database's own clock as an expression, in milliseconds since 1970 UTC. */
    String now();

    /** What ends a query whose rows are to be locked. */
    String forUpdate();

    /** Whether other processes write to it too. */
    boolean isShared();

    /** Called at start, when the schema is there and before anything is written. */
    default void begin() {}

    /**
     * Why what is committed now could be lost at a restart; null if there is no reason. Cheap enough to be asked before
     * and after each commit, and before each attempt. Where a database server keeps its files is the server's affair.
     */
    default @Nullable String fault() {
        return null;
    }

    /**
     * Counts the transaction that this is a part of, if the store counts them.
     *
     * @return how many were committed, with this one
     */
    default long count(JdbcTemplate jdbc) {
        return 0;
    }

    /** Notes outside of the database that the transaction with this count was committed. */
    default void committed(long count) {}

    /** Puts what was noted on disk. */
    default void sync() {}

    /** What this exception of the driver means, if it is one that the driver knows. */
    Failure classify(SQLException failure);

    /** Ends what runs on a connection, as far as the database does not do so by itself in time. */
    void interrupt(Connection connection);

    @Override
    void close();

    /** What any exception on the way to the store means. */
    default Failure meaning(Throwable failure) {
        if (failure instanceof StoreUnavailableException) {
            return Failure.UNAVAILABLE;
        }
        return driver(failure).map(this::classify).orElse(Failure.POISON);
    }

    private static Optional<SQLException> driver(Throwable failure) {
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
