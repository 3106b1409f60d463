package dev.imagegateway.telemetry;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/** The buckets of histograms of durations in which images are made: from 0.5 s to the longest time limit, 130 s. */
public final class ImageDurations {

    private static final List<Duration> BUCKETS = DoubleStream.of(
                    0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 55, 60, 90, 120, 130)
            .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
            .toList();

    private ImageDurations() {}

    /** Returns the upper bounds. */
    public static Duration[] buckets() {
        return BUCKETS.toArray(Duration[]::new);
    }
}
