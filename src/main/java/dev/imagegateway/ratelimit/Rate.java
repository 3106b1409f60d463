package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Limits;

/**
 * A token bucket's figures.
 *
 * @param perMinute tokens that come in a minute
 * @param burst tokens that it holds at most
 * @param least what a share of the burst is at least: what one request may need, or it could never be allowed
 */
record Rate(int perMinute, int burst, int least) {

    static Rate requests(Limits limits) {
        return new Rate(limits.requestsPerMinute(), limits.requestsBurst(), 1);
    }

    static Rate images(Limits limits) {
        return new Rate(limits.imagesPerMinute(), limits.imagesBurst(), Limits.LEAST_IMAGES_BURST);
    }

    /** What one of several processes holds at most. */
    int burstShare(int replicas) {
        return Math.max(least, burst / replicas);
    }

    /** With how many of what is left one of several processes begins: enough for one request, if there is that much. */
    long start(double left, int replicas) {
        return left < least ? (long) left / replicas : (long) Math.clamp(left / replicas, least, burstShare(replicas));
    }

    /** How many tokens come in a time. */
    double in(long nanos) {
        return perMinute * (nanos / 60e9);
    }

    /** The time between two tokens, in microseconds. */
    double intervalMicros() {
        return 60e6 / perMinute;
    }
}
