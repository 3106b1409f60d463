package dev.imagegateway.reload;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.telemetry.AuditLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads content when it has changed. It compares the content instead of using file events: mounted files are replaced
 * by changing a symbolic link, and network file systems send no events. A faulty content changes nothing.
 */
public final class ContentReload<C> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ContentReload.class);

    private final Reloadable<C> reloadable;
    private final ScheduledExecutorService clock;
    private final Counter applied;
    private final Counter refused;
    private C seen;
    private C lookedAt;
    /** The fault of the content that was read last. */
    private @Nullable String fault;

    private volatile @Nullable String reportedFault;

    /**
     * Follows content that is in force.
     *
     * @param seen the content when it was put in force
     * @param interval how often it is read
     */
    public ContentReload(Reloadable<C> reloadable, C seen, Duration interval, MeterRegistry meters) {
        this.reloadable = reloadable;
        this.seen = seen;
        this.lookedAt = seen;
        this.clock = DaemonSchedulers.single(reloadable.name() + "-reload");
        Gauge.builder("image.gateway." + reloadable.name() + ".refused", () -> reportedFault == null ? 0 : 1)
                .description("1 while the " + reloadable.source() + " is not what is in force, for it has a fault")
                .register(meters);
        applied = reloads(meters, "applied");
        refused = reloads(meters, "refused");
        var _ = clock.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Counter reloads(MeterRegistry meters, String outcome) {
        return Counter.builder("image.gateway." + reloadable.name() + ".reload")
                .description("Changes of the " + reloadable.source())
                .tag("outcome", outcome)
                .register(meters);
    }

    private void look() {
        try {
            var now = reloadable.read();
            // applied only if two checks read the same content, because the first may have read a partial write
            if (!reloadable.areEqual(now, seen) && reloadable.areEqual(now, lookedAt)) {
                seen = now;
                fault = apply(now);
            }
            lookedAt = now;
            if (reloadable.areEqual(now, seen)) {
                report(fault);
            }
        } catch (StartupException e) {
            report(e.getMessage());
        } catch (RuntimeException e) {
            log.error("The {} could not be looked at; it will be tried again", reloadable.source(), e);
        }
    }

    /** Applies the content. Returns its fault; null if it was applied. */
    private @Nullable String apply(C content) {
        try {
            var changes = reloadable.apply(content);
            log.info("The {} are those of {} now: {}", reloadable.subject(), reloadable.place(), changes);
            applied.increment();
            AuditLog.write(reloadable.name() + "-reloaded", changes);
            return null;
        } catch (StartupException e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            // without the message, which may contain a key
            return "the gateway failed to read it (" + e.getClass().getSimpleName() + at(e) + "); please report this";
        }
    }

    private static String at(RuntimeException e) {
        return Stream.of(e.getStackTrace())
                .findFirst()
                .map(line -> " at " + line)
                .orElse("");
    }

    /** Reports each fault once instead of at every check. */
    private void report(@Nullable String now) {
        if (now != null && !now.equals(reportedFault)) {
            log.error(
                    "The changed {} is refused, the {} stay as they were: {}",
                    reloadable.source(),
                    reloadable.subject(),
                    now);
            refused.increment();
            AuditLog.write(reloadable.name() + "-refused", AuditLog.of(AuditLog.fact("reason", now)));
        }
        reportedFault = now;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
