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

/** Background work that only one of the processes that share the store does at a time. */
public final class OneAtATime implements AutoCloseable {

    /** Renewed while the work lasts; when its process dies, another one begins after this. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final @Nullable ScheduledExecutorService renewals;
    private final @Nullable LockingTaskExecutor locks;

    /** @param shared the store that several processes share, or null where there is but one */
    public OneAtATime(@Nullable DataSource shared) {
        if (shared == null) {
            renewals = null;
            locks = null;
        } else {
            renewals = DaemonSchedulers.single("ledger-lock");
            var table = new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                    .withJdbcTemplate(new JdbcTemplate(shared))
                    .usingDbTime()
                    .build());
            locks = new DefaultLockingTaskExecutor(new KeepAliveLockProvider(table, renewals));
        }
    }

    /** Does it, unless another process is at it. */
    public void run(String name, Runnable work) {
        if (locks == null) {
            work.run();
        } else {
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
