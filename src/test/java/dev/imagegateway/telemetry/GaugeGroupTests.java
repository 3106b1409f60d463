package dev.imagegateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** A scrape at any moment finds every gauge that exists before and after an update. */
class GaugeGroupTests {

    private static final Tags ONE = Tags.of("model", "one");
    private static final Tags TWO = Tags.of("model", "two");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GaugeGroup group = new GaugeGroup(MultiGauge.builder("price").register(meters));
    private final List<String> removed = new ArrayList<>();

    GaugeGroupTests() {
        meters.config()
                .onMeterRemoved((Meter meter) -> removed.add(meter.getId().getTag("model")));
    }

    @Test
    void newValueDoesNotRemoveTheGauge() {
        set(Map.of(ONE, () -> 1));
        set(Map.of(ONE, () -> 2));

        assertThat(value("one")).isEqualTo(2);
        assertThat(removed).isEmpty();
    }

    @Test
    void onlyGaugesThatAreMissingAreRemoved() {
        set(Map.of(ONE, () -> 1, TWO, () -> 2));
        set(Map.of(TWO, () -> 3));

        assertThat(removed).containsExactly("one");
        assertThat(meters.find("price").gauges()).hasSize(1);
        assertThat(value("two")).isEqualTo(3);
    }

    @Test
    void gaugeThatWasRemovedComesBackWithItsNewValue() {
        set(Map.of(ONE, () -> 1));
        set(Map.of());
        set(Map.of(ONE, () -> 4));

        assertThat(value("one")).isEqualTo(4);
    }

    private void set(Map<Tags, DoubleSupplier> values) {
        group.set(values);
    }

    private double value(String model) {
        return meters.get("price").tag("model", model).gauge().value();
    }
}
