package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.SandboxProperties.ResponseProfile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A fault with everything that was chosen about it.
 *
 * @param bills whether the generation is billed
 * @param status instead of the fault's own
 * @param profile instead of the sandbox's own
 * @param delay before the answer, after the generation was billed
 * @param seconds of {@code Retry-After}
 * @param over how long bytes dribble
 * @param mib of filler
 * @param credits per image
 * @param images delivered; null leaves it to the fault
 * @param location of a redirect
 * @param gets downloads of each image that are affected
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

    /** Nothing goes wrong. */
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

    /** What each image is charged. */
    long creditsPerImage(SandboxProperties settings) {
        if (!bills) {
            return 0;
        }
        return fault == AnswerFault.PRICE_CHANGE ? credits : settings.creditsPerImage();
    }

    /** How many images are delivered of those asked for. */
    int delivered(int asked) {
        if (fault == AnswerFault.FEWER_IMAGES) {
            return images == null ? asked - 1 : Math.min(images, asked);
        }
        return asked;
    }
}
