package dev.imagegateway.ratelimit;

import java.time.Duration;

/** An outage of Valkey, with the local counters that replace it. */
record Outage(LocalLimits meanwhile, long beganNanos) {

    Outage(LocalLimits meanwhile) {
        this(meanwhile, System.nanoTime());
    }

    Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }
}
