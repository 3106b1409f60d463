package dev.imagegateway.model;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.telemetry.AuditLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the operator's folder of model documents again when it has changed. It compares the content instead of using
 * file events: mounted files are replaced by changing a symbolic link, and network file systems send no events. One
 * wrong document changes nothing.
 */
final class CatalogueReload implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatalogueReload.class);

    private final CatalogueSources sources;
    private final Catalogue catalogue;
    private final ScheduledExecutorService clock = DaemonSchedulers.single("model-documents");
    private final Counter applied;
    private final Counter refused;
    private Map<String, byte[]> seen;
    private Map<String, byte[]> lookedAt;
    private @Nullable String fault;
    private volatile @Nullable String reportedFault;

    /**
     * Watches a folder that was read.
     *
     * @param seen the content of the folder when it was read
     */
    CatalogueReload(
            CatalogueSources sources,
            Map<String, byte[]> seen,
            Catalogue catalogue,
            Duration interval,
            MeterRegistry meters) {
        this.sources = sources;
        this.seen = seen;
        this.lookedAt = seen;
        this.catalogue = catalogue;
        Gauge.builder("image.gateway.catalogue.refused", () -> reportedFault == null ? 0 : 1)
                .description("1 while the folder of model documents is not what is in force, for it has a fault")
                .register(meters);
        applied = reloads(meters, "applied");
        refused = reloads(meters, "refused");
        var _ = clock.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Counter reloads(MeterRegistry meters, String outcome) {
        return Counter.builder("image.gateway.catalogue.reload")
                .description("Changes of the folder of model documents")
                .tag("outcome", outcome)
                .register(meters);
    }

    private void look() {
        try {
            var now = sources.inDirectory();
            // applied only if two checks read the same content, because the first may have read a partial write
            if (!CatalogueSources.areEqual(now, seen) && CatalogueSources.areEqual(now, lookedAt)) {
                seen = now;
                fault = apply(now);
            }
            lookedAt = now;
            if (CatalogueSources.areEqual(now, seen)) {
                report(fault);
            }
        } catch (StartupException e) {
            report(e.getMessage());
        } catch (RuntimeException e) {
            log.error("The folder of model documents could not be looked at; it will be tried again", e);
        }
    }

    /** Applies the content. Returns its fault; null if it was applied. */
    private @Nullable String apply(Map<String, byte[]> content) {
        try {
            var next = sources.read(content);
            var before = catalogue.models();
            catalogue.replace(next);
            changed(before, next);
            return null;
        } catch (StartupException e) {
            return e.getMessage();
        }
    }

    /** Reports each fault once instead of at every check. */
    private void report(@Nullable String now) {
        if (now != null && !now.equals(reportedFault)) {
            log.error("The changed model documents are refused, the models stay as they were: {}", now);
            refused.increment();
            AuditLog.write("catalogue-refused", AuditLog.of(AuditLog.fact("reason", now)));
        }
        reportedFault = now;
    }

    private void changed(Models before, Models next) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("added", ids(next, model -> before.find(model.id()).isEmpty()));
        facts.put("removed", ids(before, model -> next.find(model.id()).isEmpty()));
        facts.put(
                "changed",
                ids(
                        next,
                        model -> before.find(model.id())
                                .filter(Predicate.not(model::equals))
                                .isPresent()));
        log.info("The models are those of the changed documents now: {}", facts);
        applied.increment();
        AuditLog.write("catalogue-reloaded", facts);
    }

    private static List<String> ids(Models models, Predicate<Model> which) {
        return models.all().stream().filter(which).map(Model::id).toList();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
