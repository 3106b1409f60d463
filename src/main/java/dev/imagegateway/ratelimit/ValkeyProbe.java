package dev.imagegateway.ratelimit;

import dev.imagegateway.deadline.DaemonSchedulers;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks on its own thread whether Valkey is reachable and writable, so that no request has to. */
final class ValkeyProbe implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ValkeyProbe.class);

    /** After this many failures in a row the connection is replaced. */
    private static final int PATIENCE = 3;

    private final ValkeyConnection connection;
    private final ValkeyLimits valkey;
    private final SharedLimits limits;
    private final long renewNanos;
    private final ScheduledExecutorService clock = DaemonSchedulers.single("valkey-probe");
    private int failures;
    private long renewedNanos = System.nanoTime();

    /**
     * Connects once, and then checks periodically.
     *
     * @param interval the time between two checks
     * @param placeLasts the expiry of an in-flight entry that is not renewed
     */
    ValkeyProbe(
            ValkeyConnection connection,
            ValkeyLimits valkey,
            SharedLimits limits,
            Duration interval,
            Duration placeLasts) {
        this.connection = connection;
        this.valkey = valkey;
        this.limits = limits;
        this.renewNanos = placeLasts.toNanos() / 10;
        try {
            connection.open();
        } catch (StoreAwayException e) {
            limits.begin(e);
        }
        var nanos = interval.toNanos();
        var _ = clock.scheduleWithFixedDelay(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        try {
            if (limits.isAway()) {
                connection.open();
                valkey.write();
            }
            limits.look();
            // a restart of Valkey between two requests loses the entries without an error
            if (connection.isNew() || System.nanoTime() - renewedNanos > renewNanos) {
                limits.occupy();
                renewedNanos = System.nanoTime();
            }
            failures = 0;
        } catch (StoreAwayException e) {
            limits.begin(e);
            log.debug("Valkey is still away: {}", e.getMessage());
            if (++failures >= PATIENCE) {
                failures = 0;
                connection.drop();
            }
        } catch (RuntimeException e) {
            log.error("Valkey could not be looked at; it will be tried again", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        connection.close();
    }
}
