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
 * Questions to the store. They run on a few platform threads, since SQLite's native calls would pin a virtual one's
 * carrier, and each has a time limit.
 */
public final class Reads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Reads.class);

    /** More questions than this at once, and the next one is told that the store is busy. */
    private static final int WAITING = 2000;

    private final DataSource source;
    private final Store store;
    private final Duration timeout;
    private final Supplier<? extends RuntimeException> unavailable;
    private final ThreadPoolExecutor threads;

    /**
     * Starts without a thread.
     *
     * @param readers how many questions are asked at once
     * @param timeout for one question, waiting included
     * @param unavailable what is thrown when there is no answer in time
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
     * Asks, and waits for the answer.
     *
     * @throws RuntimeException what the caller of the constructor chose, when there is no answer in time
     */
    public <T extends @Nullable Object> T read(Function<JdbcTemplate, T> question) {
        var running = new AtomicReference<@Nullable Connection>();
        Future<T> answer;
        try {
            answer = threads.submit(() -> ask(question, running));
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
            log.warn("A question to the ledger failed", e.getCause());
            throw unavailable.get();
        }
    }

    private <T extends @Nullable Object> T ask(
            Function<JdbcTemplate, T> question, AtomicReference<@Nullable Connection> running) throws SQLException {
        try (var connection = source.getConnection()) {
            running.set(connection);
            return question.apply(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
        } finally {
            running.set(null);
        }
    }

    /** Nobody waits for it any more: it must not keep one of the few threads. */
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
