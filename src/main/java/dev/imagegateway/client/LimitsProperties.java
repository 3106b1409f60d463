package dev.imagegateway.client;

import dev.imagegateway.problem.StartupException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Limits as configured; what is left out is taken from the default for all clients. A burst that is left out beside a
 * rate is what ten seconds bring.
 *
 * @param requestsPerMinute see {@link Limits}; 600 by default
 * @param requestsBurst see {@link Limits}; 100 by default
 * @param imagesPerMinute see {@link Limits}; 240 by default
 * @param imagesBurst see {@link Limits}; 40 by default
 * @param generationsInFlight see {@link Limits}; 64 by default
 * @param waitingCallers see {@link Limits}; 256 by default
 */
record LimitsProperties(
        @Nullable Integer requestsPerMinute,
        @Nullable Integer requestsBurst,
        @Nullable Integer imagesPerMinute,
        @Nullable Integer imagesBurst,
        @Nullable Integer generationsInFlight,
        @Nullable Integer waitingCallers) {

    static final LimitsProperties NONE = new LimitsProperties(null, null, null, null, null, null);

    private static final Limits DEFAULT = new Limits(600, 100, 240, 40, 64, 256);

    private static final int FASTEST = 10_000_000;
    private static final int MOST_AT_ONCE = 1_000_000;

    /** For every client that says nothing else. */
    Limits asDefault(String where) {
        return over(DEFAULT, where);
    }

    /** @throws StartupException for a limit out of its range */
    Limits over(Limits defaults, String where) {
        checked(where);
        return new Limits(
                orElse(requestsPerMinute, defaults.requestsPerMinute()),
                burst(requestsBurst, requestsPerMinute, defaults.requestsBurst(), 1),
                orElse(imagesPerMinute, defaults.imagesPerMinute()),
                burst(imagesBurst, imagesPerMinute, defaults.imagesBurst(), Limits.LEAST_IMAGES_BURST),
                orElse(generationsInFlight, defaults.generationsInFlight()),
                orElse(waitingCallers, defaults.waitingCallers()));
    }

    private void checked(String where) {
        within(where, "requests-per-minute", requestsPerMinute, 1, FASTEST);
        within(where, "requests-burst", requestsBurst, 1, FASTEST);
        within(where, "images-per-minute", imagesPerMinute, 1, FASTEST);
        within(where, "images-burst", imagesBurst, Limits.LEAST_IMAGES_BURST, FASTEST);
        within(where, "generations-in-flight", generationsInFlight, 1, MOST_AT_ONCE);
        within(where, "waiting-callers", waitingCallers, 1, MOST_AT_ONCE);
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

    private static void within(String where, String name, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new StartupException(
                    where + "." + name + " must be from " + least + " to " + most + "; leave it out for the default");
        }
    }
}
