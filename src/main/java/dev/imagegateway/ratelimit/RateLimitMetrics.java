package dev.imagegateway.ratelimit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.BooleanSupplier;

/** The metrics of rate limits. All tag values are bounded by configuration. */
final class RateLimitMetrics {

    private final MeterRegistry meters;

    RateLimitMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void refused(String client, Limit limit) {
        Counter.builder("rate.limited")
                .description("Requests that a client's limits did not allow")
                .tags("client", client, "limit", limit.label())
                .register(meters)
                .increment();
    }

    void watch(BooleanSupplier away) {
        Gauge.builder("degraded", away, it -> it.getAsBoolean() ? 1 : 0)
                .description("1 while a dependency does not do its work")
                .tag("dependency", "valkey")
                .strongReference(true)
                .register(meters);
    }

    Timer.Sample ask() {
        return Timer.start(meters);
    }

    void asked(Timer.Sample started, boolean answered) {
        started.stop(Timer.builder("rate.limit.store")
                .description("One call to Valkey")
                .tag("outcome", answered ? "answered" : "failed")
                .register(meters));
    }
}
