package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request in the vendor's records: a row of the usage logs, and a row of the ledger if it was billed.
 *
 * @param number counts from 1
 * @param created when the generation ended
 * @param images number of images delivered and billed
 * @param credits 0 if it failed
 * @param duration from request to response
 */
record Booking(
        long number,
        String inferenceId,
        String requestId,
        @Nullable String clientRequestId,
        String keyPrefix,
        @Nullable String model,
        Instant created,
        int images,
        long credits,
        boolean billed,
        boolean succeeded,
        Duration duration) {

    static Booking charged(Trace trace, String keyPrefix, String model, Instant now, int images, long credits) {
        return of(trace, keyPrefix, model, now, images, credits, true, true);
    }

    /** A request that cost nothing. */
    static Booking free(Trace trace, String keyPrefix, @Nullable String model, Instant now, boolean succeeded) {
        return of(trace, keyPrefix, model, now, 0, 0, false, succeeded);
    }

    Booking numbered(long other) {
        return new Booking(
                other,
                inferenceId,
                requestId,
                clientRequestId,
                keyPrefix,
                model,
                created,
                images,
                credits,
                billed,
                succeeded,
                duration);
    }

    private static Booking of(
            Trace trace,
            String keyPrefix,
            @Nullable String model,
            Instant now,
            int images,
            long credits,
            boolean billed,
            boolean succeeded) {
        return new Booking(
                0,
                trace.inferenceId(),
                trace.requestId(),
                trace.clientRequestId(),
                keyPrefix,
                model,
                now,
                images,
                credits,
                billed,
                succeeded,
                Duration.between(trace.time(), now));
    }
}
