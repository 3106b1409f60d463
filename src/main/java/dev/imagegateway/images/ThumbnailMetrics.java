package dev.imagegateway.images;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Times the thumbnails that are made. Its timers are there from the start, also if no images are kept. */
final class ThumbnailMetrics {

    private final Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);

    /** How making a thumbnail ended. */
    enum Outcome {
        MADE,
        UNUSABLE,
        FAILED,
        OVERLOADED
    }

    ThumbnailMetrics(MeterRegistry meters) {
        Arrays.stream(Outcome.values())
                .forEach(outcome -> timers.put(
                        outcome,
                        Timer.builder("image.gateway.thumbnail")
                                .description("Thumbnails that were not there yet, from the request")
                                .tags("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(meters)));
    }

    void record(Outcome outcome, long nanos) {
        Objects.requireNonNull(timers.get(outcome)).record(nanos, TimeUnit.NANOSECONDS);
    }
}
