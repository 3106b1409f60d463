package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.Latency;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a generation takes.
 *
 * @param inferenceSeconds time on the GPU, as {@code timings.inference} reports it
 * @param total time until the answer
 */
record GpuTime(double inferenceSeconds, Duration total) {

    /** The vendor's two published samples: 1.15 and 1.17 s for 1024×576, probably with fal's 28 steps. */
    private static final double SAMPLE_SECONDS = 1.16;

    private static final double SAMPLE_STEPS = 28;
    private static final double SAMPLE_MEGAPIXELS = 0.59;
    /** Spread of the log-normal distributions (guess). */
    private static final double SIGMA = 0.25;

    private static final double OVERHEAD_MEDIAN = 1.25;

    static GpuTime of(GenerationRequest request, Latency latency, RandomGenerator random) {
        double inference = SAMPLE_SECONDS
                * request.steps()
                / SAMPLE_STEPS
                * request.pixels().megapixels()
                / SAMPLE_MEGAPIXELS
                * logNormal(random);
        double overhead = OVERHEAD_MEDIAN * logNormal(random);
        return new GpuTime(
                inference,
                latency.mode() == Latency.Mode.FIXED
                        ? latency.fixed()
                        : Duration.ofMillis(Math.round((inference + overhead) * 1000)));
    }

    private static double logNormal(RandomGenerator random) {
        return Math.exp(SIGMA * random.nextGaussian());
    }
}
