package dev.imagegateway.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Runs queries with a time limit. They run on a few platform threads, because SQLite's native calls would pin the
 * carrier of a virtual thread.
 */
public final class Reads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reads.class);

    /** Maximum number of queued queries. Further ones fail at once. */
    private static final int WAITING = 2000;

    private final DataSource source;
    private final Store store;
    private final Duration timeout;
    private final Supplier<? extends RuntimeException> unavailable;
    private final ThreadPoolExecutor threads;

    /**
     * Creates the thread pool without starting threads.
     *
     * @param readers maximum number of concurrent queries
     * @param timeout time limit of a query, including its time in the queue
     * @param unavailable the exception for a query without a result in time
     */
    public Reads(
            DataSource source,
            Store store,
            int readers,
            Duration timeout,
            Supplier<? extends RuntimeException> unavailable) {
        this.source = source;
        this.store = store;
        this.timeout = timeout;
        this.unavailable = unavailable;
        this.threads = new ThreadPoolExecutor(
                readers,
                readers,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().name("ledger-reader-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a query and waits for its result.
     *
     * @throws RuntimeException the exception from the constructor if there is no result in time
     */
    public <T extends @Nullable Object> T read(Function<JdbcTemplate, T> query) {
        var running = new AtomicReference<@Nullable Connection>();
        Future<T> answer;
        try {
            answer = threads.submit(() -> ask(query, running));
        } catch (RejectedExecutionException _) {
            throw unavailable.get();
        }
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            end(answer, running.get());
            throw unavailable.get();
        } catch (InterruptedException _) {
            end(answer, running.get());
            Thread.currentThread().interrupt();
            throw unavailable.get();
        } catch (ExecutionException e) {
            log.warn("A ledger query failed", e.getCause());
            throw unavailable.get();
        }
    }

    private <T extends @Nullable Object> T ask(
            Function<JdbcTemplate, T> query, AtomicReference<@Nullable Connection> running) throws SQLException {
        try (var connection = source.getConnection()) {
            running.set(connection);
            return query.apply(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
        } finally {
            running.set(null);
        }
    }

    /** Cancels a query that nobody waits for, so that it does not occupy one of the few threads. */
    private void end(Future<?> answer, @Nullable Connection connection) {
        answer.cancel(false);
        if (connection != null) {
            store.interrupt(connection);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
