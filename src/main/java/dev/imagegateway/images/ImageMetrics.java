package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Counts copies, removed images and the size of the store. */
final class ImageMetrics {

    private final MeterRegistry meters;
    private final Timer copied;
    private final Counter bytes;
    private volatile LongSupplier pending = () -> 0;
    private volatile LongSupplier size = () -> 0;
    private volatile LongSupplier available = () -> 0;
    private final Map<FetchFailedException.Reason, Timer> failed = new EnumMap<>(FetchFailedException.Reason.class);
    private final Map<Removal, Counter> removed = new EnumMap<>(Removal.class);

    /** Why an image is no longer kept. */
    enum Removal {
        EXPIRED,
        EVICTED,
        DELETED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param quota bytes */
    ImageMetrics(MeterRegistry meters, long quota) {
        this.meters = meters;
        Gauge.builder("image.gateway.images.pending", () -> pending.getAsLong())
                .description("Images that this process is copying")
                .register(meters);
        Gauge.builder("image.gateway.images.store", () -> size.getAsLong())
                .description("Size of the images that are kept")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("image.gateway.images.quota", () -> quota)
                .description("gateway.images.quota")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("image.gateway.images.store.available", () -> available.getAsLong())
                .description("1 while the store of images responds")
                .register(meters);
        this.copied = timer("copied");
        this.bytes = Counter.builder("image.gateway.images.copied")
                .description("Bytes of the images that were copied")
                .baseUnit("bytes")
                .register(meters);
        Arrays.stream(FetchFailedException.Reason.values())
                .forEach(reason -> failed.put(reason, timer(reason.name().toLowerCase(Locale.ROOT))));
        Arrays.stream(Removal.values())
                .forEach(removal -> removed.put(
                        removal,
                        Counter.builder("image.gateway.images.removed")
                                .description("Images that are no longer kept")
                                .tags("reason", removal.label())
                                .register(meters)));
    }

    private Timer timer(String outcome) {
        return Timer.builder("image.gateway.image.copy")
                .description("Copies of images, with their retries")
                .tags("outcome", outcome)
                .register(meters);
    }

    /** Shows what a store does. Without one, all are 0. */
    void watch(LongSupplier copies, ImageStore store) {
        pending = copies;
        size = store::size;
        available = () -> store.fault() == null ? 1 : 0;
    }

    Timer.Sample begin() {
        return Timer.start(meters);
    }

    void copied(Timer.Sample started, ImageFacts facts) {
        started.stop(copied);
        bytes.increment((double) facts.bytes());
    }

    void failed(Timer.Sample started, FetchFailedException.Reason reason) {
        started.stop(Objects.requireNonNull(failed.get(reason)));
    }

    void removed(Removal reason) {
        Objects.requireNonNull(removed.get(reason)).increment();
    }
}
