package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.settings.Faults;
import dev.imagegateway.telemetry.AuditLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the clients file when it has changed. It compares the content instead of using file events: mounted files are
 * replaced by changing a symbolic link, and network file systems send no events.
 */
final class ClientReload implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClientReload.class);

    private final ClientFile file;
    private final Source own;
    private final ClientRegistryReader reader;
    private final Clients clients;
    private final MeterRegistry meters;
    private final ScheduledExecutorService clock = DaemonSchedulers.single("clients-file");
    private final Counter applied;
    private final Counter refused;
    private byte[] seen;
    private byte[] lookedAt;
    /** The fault of the content that was read last. */
    private @Nullable String fault;

    private volatile @Nullable String reportedFault;

    /**
     * Watches a file that was read.
     *
     * @param own the clients from the settings
     * @param seen the content of the file when it was read
     */
    ClientReload(
            ClientFile file,
            Source own,
            byte[] seen,
            ClientRegistryReader reader,
            Clients clients,
            Duration interval,
            MeterRegistry meters) {
        this.file = file;
        this.own = own;
        this.seen = seen;
        this.lookedAt = seen;
        this.reader = reader;
        this.clients = clients;
        this.meters = meters;
        Gauge.builder("image.gateway.clients.refused", () -> reportedFault == null ? 0 : 1)
                .description("1 while the file of clients is not what is in force, for it has a fault")
                .register(meters);
        applied = reloads("applied");
        refused = reloads("refused");
        var _ = clock.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            var now = file.content();
            // applied only if two checks read the same content, because the first may have read a partial write
            if (!Arrays.equals(now, seen) && Arrays.equals(now, lookedAt)) {
                seen = now;
                fault = apply(now);
            }
            lookedAt = now;
            if (Arrays.equals(now, seen)) {
                report(fault);
            }
        } catch (StartupException e) {
            report(e.getMessage());
        } catch (RuntimeException e) {
            log.error("The file of clients could not be looked at; it will be tried again", e);
        }
    }

    /** Applies the content. Returns its fault; null if it was applied. */
    private @Nullable String apply(byte[] content) {
        try {
            var faults = new Faults();
            var next = reader.read(List.of(own, file.parse(content, own.defaults(), faults)), faults);
            var before = clients.registry();
            clients.replace(next);
            changed(before, next);
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
            log.error("The changed file of clients is refused, the clients stay as they were: {}", now);
            refused.increment();
            AuditLog.write("clients-refused", AuditLog.of(AuditLog.fact("reason", now)));
        }
        reportedFault = now;
    }

    private void changed(ClientRegistry before, ClientRegistry next) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("added", ids(next, client -> before.named(client.id()).isEmpty()));
        facts.put("removed", ids(before, client -> next.named(client.id()).isEmpty()));
        facts.put("changed", ids(next, client -> before.differsIn(client.id(), next)));
        log.info("Clients are those of {} now: {}", file, facts);
        applied.increment();
        AuditLog.write("clients-reloaded", facts);
    }

    private static List<String> ids(ClientRegistry registry, Predicate<Client> which) {
        return registry.all().stream().filter(which).map(Client::id).toList();
    }

    private Counter reloads(String outcome) {
        return Counter.builder("image.gateway.clients.reload")
                .description("Changes of the file of clients")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
