package dev.imagegateway.client;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Configured limits. Omitted limits are taken from the defaults of all clients. If a rate is set without a burst, the
 * burst is the rate of ten seconds.
 *
 * @param requestsPerMinute see {@link Limits}; 600 by default
 * @param requestsBurst see {@link Limits}; 100 by default
 * @param imagesPerMinute see {@link Limits}; 240 by default
 * @param imagesBurst see {@link Limits}; 40 by default
 * @param megapixelsPerMinute see {@link Limits}; unlimited by default
 * @param megapixelsBurst see {@link Limits}; 17 or more, which is an image of 4096x4096, if only the rate is set
 * @param generationsInFlight see {@link Limits}; 64 by default
 * @param waitingCallers see {@link Limits}; 256 by default
 */
record LimitsProperties(
        @Min(1) @Max(LimitsProperties.MAX_RATE) @Nullable Integer requestsPerMinute,
        @Min(1) @Max(LimitsProperties.MAX_RATE) @Nullable Integer requestsBurst,
        @Min(1) @Max(LimitsProperties.MAX_RATE) @Nullable Integer imagesPerMinute,

        @Min(Limits.MIN_IMAGES_BURST) @Max(LimitsProperties.MAX_RATE) @Nullable
        Integer imagesBurst,

        @Min(1) @Max(LimitsProperties.MAX_RATE) @Nullable Integer megapixelsPerMinute,
        @Min(1) @Max(LimitsProperties.MAX_RATE) @Nullable Integer megapixelsBurst,

        @Min(1) @Max(LimitsProperties.MAX_CONCURRENT) @Nullable
        Integer generationsInFlight,

        @Min(1) @Max(LimitsProperties.MAX_CONCURRENT) @Nullable
        Integer waitingCallers) {

    static final LimitsProperties NONE = new LimitsProperties(null, null, null, null, null, null, null, null);

    private static final Limits DEFAULT = new Limits(600, 100, 240, 40, 0, 0, 64, 256);

    private static final int LARGEST_IMAGE_MEGAPIXELS = 17;

    static final int MAX_RATE = 10_000_000;
    static final int MAX_CONCURRENT = 1_000_000;

    /** Returns the defaults of all clients. */
    Limits asDefault() {
        return over(DEFAULT);
    }

    /** Returns these limits, with defaults for omitted ones. */
    Limits over(Limits defaults) {
        return new Limits(
                orElse(requestsPerMinute, defaults.requestsPerMinute()),
                burst(requestsBurst, requestsPerMinute, defaults.requestsBurst(), 1),
                orElse(imagesPerMinute, defaults.imagesPerMinute()),
                burst(imagesBurst, imagesPerMinute, defaults.imagesBurst(), Limits.MIN_IMAGES_BURST),
                orElse(megapixelsPerMinute, defaults.megapixelsPerMinute()),
                burst(megapixelsBurst, megapixelsPerMinute, defaults.megapixelsBurst(), LARGEST_IMAGE_MEGAPIXELS),
                orElse(generationsInFlight, defaults.generationsInFlight()),
                orElse(waitingCallers, defaults.waitingCallers()));
    }

    private static int burst(@Nullable Integer burst, @Nullable Integer perMinute, int inherited, int least) {
        if (burst != null) {
            return burst;
        }
        return perMinute == null ? inherited : Math.max(least, perMinute / 6);
    }

    private static int orElse(@Nullable Integer value, int otherwise) {
        return Objects.requireNonNullElse(value, otherwise);
    }
}
