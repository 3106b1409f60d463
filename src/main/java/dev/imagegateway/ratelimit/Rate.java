package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Limits;

/**
 * The parameters of a token bucket.
 *
 * @param perMinute tokens added per minute
 * @param burst capacity
 * @param least minimum share of the burst: the tokens that one request may need, without which it could never be
 *     allowed
 */
record Rate(int perMinute, int burst, int least) {

    static Rate requests(Limits limits) {
        return new Rate(limits.requestsPerMinute(), limits.requestsBurst(), 1);
    }

    static Rate images(Limits limits) {
        return new Rate(limits.imagesPerMinute(), limits.imagesBurst(), Limits.MIN_IMAGES_BURST);
    }

    static Rate megapixels(Limits limits) {
        return new Rate(limits.megapixelsPerMinute(), limits.megapixelsBurst(), 1);
    }

    static Rate of(Limit limit, Limits limits) {
        return switch (limit) {
            case REQUESTS -> requests(limits);
            case IMAGES -> images(limits);
            case MEGAPIXELS -> megapixels(limits);
            case GENERATIONS_IN_FLIGHT, WAITING_CALLERS -> throw new IllegalArgumentException(limit + " has no rate");
        };
    }

    /** The capacity of one of several processes. */
    int burstShare(int replicas) {
        return Math.max(least, burst / replicas);
    }

    /** The initial tokens of one of several processes: enough for one request if that many are left. */
    long start(double left, int replicas) {
        return left < least ? (long) left / replicas : (long) Math.clamp(left / replicas, least, burstShare(replicas));
    }

    /** The tokens added in a time span. */
    double in(long nanos) {
        return perMinute * (nanos / 60e9);
    }

    /** The time between two tokens, in microseconds. */
    double intervalMicros() {
        return 60e6 / perMinute;
    }
}
