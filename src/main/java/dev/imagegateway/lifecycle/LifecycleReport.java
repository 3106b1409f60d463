package dev.imagegateway.lifecycle;

import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Lifecycle;
import dev.imagegateway.model.Model;
import dev.imagegateway.telemetry.GaugeGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each change of a model's lifecycle, and has a gauge for each model whose shutdown is known. */
final class LifecycleReport {

    private static final Logger log = LoggerFactory.getLogger(LifecycleReport.class);

    private final Catalogue catalogue;
    private final GaugeGroup shutdowns;
    private Map<String, Lifecycle> reported;

    LifecycleReport(Catalogue catalogue, MeterRegistry meters) {
        this.catalogue = catalogue;
        this.shutdowns = new GaugeGroup(MultiGauge.builder("image.gateway.model.shutdown")
                .description("Time until the vendor ends the model; negative after it")
                .baseUnit("seconds")
                .register(meters));
        this.reported = current();
        measure();
        catalogue.whenChanged(this::update);
    }

    private synchronized void update() {
        var now = current();
        now.forEach((model, lifecycle) -> {
            var before = reported.get(model);
            if (before != null && !before.equals(lifecycle)) {
                log.warn(
                        "{} was {} and is {} now, shutdown: {}, replacement: {}",
                        model,
                        label(before),
                        label(lifecycle),
                        lifecycle.shutdown() == null ? "not announced" : lifecycle.shutdown(),
                        lifecycle.replacement() == null ? "none" : lifecycle.replacement());
            }
        });
        reported = now;
        measure();
    }

    private Map<String, Lifecycle> current() {
        var all = new LinkedHashMap<String, Lifecycle>();
        catalogue.all().forEach((Model model) -> all.put(model.id(), catalogue.lifecycle(model)));
        return all;
    }

    private void measure() {
        var now = new HashMap<Tags, DoubleSupplier>();
        reported.forEach((model, lifecycle) -> {
            var shutdown = lifecycle.shutdown();
            if (shutdown != null) {
                now.put(Tags.of("model", model), () -> secondsUntil(shutdown));
            }
        });
        shutdowns.set(now);
    }

    private static double secondsUntil(LocalDate day) {
        return Duration.between(Instant.now(), day.atStartOfDay(ZoneOffset.UTC).toInstant())
                .toSeconds();
    }

    private static String label(Lifecycle lifecycle) {
        return switch (lifecycle.status()) {
            case LIVE -> "live";
            case DEPRECATED -> "deprecated";
            case RETIRED -> "retired";
            case UNSUPPORTED -> "unsupported";
        };
    }
}
