package dev.imagegateway.telemetry;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Gauges of one name whose tags come and go. A gauge that stays is not registered again with its new value, because
 * {@link MultiGauge} would remove it first, and a scrape in between would miss it. Safe for one writer and any number of
 * scrapes.
 */
public final class GaugeGroup {

    private final MultiGauge gauges;
    private final Map<Tags, DoubleSupplier> values = new ConcurrentHashMap<>();

    public GaugeGroup(MultiGauge gauges) {
        this.gauges = gauges;
    }

    /**
     * Sets all gauges: adds new ones, gives the others their new values and removes those that are missing.
     *
     * @param now for each gauge's tags what reads its value at every scrape
     */
    public void set(Map<Tags, ? extends DoubleSupplier> now) {
        values.putAll(now);
        gauges.register(now.keySet().stream()
                .map(tags -> MultiGauge.Row.of(tags, () -> value(tags)))
                .toList());
        values.keySet().retainAll(now.keySet());
    }

    private double value(Tags tags) {
        var value = values.get(tags);
        return value == null ? Double.NaN : value.getAsDouble();
    }
}
