package dev.imagegateway.generation;

import dev.imagegateway.telemetry.ImageDurations;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/**
 * Gives Spring's timer of HTTP requests a histogram. The path whose requests make images has all buckets. Others have
 * one, because Prometheus needs the same type for all series of a name.
 */
@Component
final class RequestDurationBuckets implements MeterFilter {

    private static final DistributionStatisticConfig IMAGES = buckets(ImageDurations.buckets());
    private static final DistributionStatisticConfig OTHERS = buckets(ImageDurations.buckets()[0]);

    private static DistributionStatisticConfig buckets(Duration... bounds) {
        return DistributionStatisticConfig.builder()
                .serviceLevelObjectives(Arrays.stream(bounds)
                        .mapToDouble(bound -> (double) bound.toNanos())
                        .toArray())
                .build();
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        if (!"http.server.requests".equals(id.getName()) || id.getType() != Meter.Type.TIMER) {
            return config;
        }
        var isForImages = ImageRequestPath.TEMPLATES.contains(String.valueOf(id.getTag("uri")));
        return (isForImages ? IMAGES : OTHERS).merge(config);
    }
}
