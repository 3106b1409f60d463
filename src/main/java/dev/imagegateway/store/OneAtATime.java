package dev.imagegateway.store;

import dev.imagegateway.deadline.DaemonSchedulers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.DefaultLockingTaskExecutor;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockingTaskExecutor;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs background tasks that only one of the processes sharing a database may run at a time. */
public final class OneAtATime implements AutoCloseable {

    /** Renewed while the task runs. If the process dies, another process can start after this time. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /**
     * Frees a lock that was last written with a clock of the database that was ahead. Otherwise nobody would get it until
     * that time. ShedLock stores UTC without a time zone.
     */
    private static final String BEYOND_ANY_LEASE = """
            UPDATE shedlock SET lock_until = timezone('utc', CURRENT_TIMESTAMP)
            WHERE name = ? AND lock_until > timezone('utc', CURRENT_TIMESTAMP) + make_interval(secs => ?)""";

    private final @Nullable ScheduledExecutorService renewals;
    private final @Nullable LockingTaskExecutor locks;
    private final @Nullable JdbcTemplate clocks;

    /** @param shared the shared database; null if there is only one process */
    public OneAtATime(@Nullable DataSource shared) {
        if (shared == null) {
            renewals = null;
            locks = null;
            clocks = null;
        } else {
            renewals = DaemonSchedulers.single("ledger-lock");
            clocks = new JdbcTemplate(shared);
            var table = new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                    .withJdbcTemplate(clocks)
                    .usingDbTime()
                    .build());
            locks = new DefaultLockingTaskExecutor(new KeepAliveLockProvider(table, renewals));
        }
    }

    /** Runs a task unless another process is running it. */
    public void run(String name, Runnable work) {
        if (locks == null || clocks == null) {
            work.run();
        } else {
            clocks.update(BEYOND_ANY_LEASE, name, 2 * LEASE.toSeconds());
            locks.executeWithLock(work, new LockConfiguration(Instant.now(), name, LEASE, Duration.ZERO));
        }
    }

    @Override
    public void close() {
        if (renewals != null) {
            renewals.shutdownNow();
        }
    }
}
