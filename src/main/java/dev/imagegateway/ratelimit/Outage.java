package dev.imagegateway.ratelimit;

import java.time.Duration;

/** A time without Valkey, and who counts meanwhile. */
record Outage(LocalLimits meanwhile, long beganNanos) {

    Outage(LocalLimits meanwhile) {
        this(meanwhile, System.nanoTime());
    }

    Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }
}
