package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.ResponseProfile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fault with all its options.
 *
 * @param bills whether the generation is billed
 * @param status replaces the fault's own status
 * @param profile replaces the sandbox's profile
 * @param delay delay of the response after the generation was billed
 * @param seconds the seconds in {@code Retry-After}
 * @param over the duration over which the bytes are sent
 * @param mib the size of the filler
 * @param credits credits per image
 * @param images number of images delivered; null leaves it to the fault
 * @param location the target of a redirect
 * @param gets number of affected downloads of each image
 */
record Injection(
        Fault fault,
        boolean bills,
        @Nullable Integer status,
        @Nullable ResponseProfile profile,
        Duration delay,
        int seconds,
        Duration over,
        int mib,
        long credits,
        @Nullable Integer images,
        String location,
        int gets) {

    /** No fault. */
    static Injection none() {
        return new Injection(
                AnswerFault.NONE,
                true,
                null,
                null,
                Duration.ZERO,
                1,
                Duration.ofSeconds(10),
                64,
                182_000,
                null,
                "http://169.254.169.254/latest/meta-data/",
                Integer.MAX_VALUE);
    }

    /** The credits charged for the delivered images. */
    long credits(GenerationRequest request, int pictures, SandboxProperties settings) {
        if (!bills) {
            return 0;
        }
        return fault == AnswerFault.PRICE_CHANGE ? credits * pictures : request.cost(pictures, settings);
    }

    /** The number of images delivered. */
    int delivered(int asked) {
        if (fault == AnswerFault.FEWER_IMAGES) {
            return images == null ? asked - 1 : Math.min(images, asked);
        }
        return asked;
    }
}
