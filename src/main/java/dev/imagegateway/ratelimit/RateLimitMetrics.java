package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Clients;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.BooleanSupplier;

/** The metrics of rate limits. All tag values are bounded by configuration. */
final class RateLimitMetrics {

    private final MeterRegistry meters;
    private final Clients clients;

    RateLimitMetrics(MeterRegistry meters, Clients clients) {
        this.meters = meters;
        this.clients = clients;
        clients.forEachNowAndLater(client -> {
            for (var limit : Limit.values()) {
                counter(client.id(), limit);
            }
        });
    }

    void refused(String client, Limit limit) {
        counter(client, limit).increment();
    }

    private Counter counter(String client, Limit limit) {
        return Counter.builder("image.gateway.rate.limited")
                .description("Requests that a client's limits did not allow")
                .tags("client", client, "limit", limit.label())
                .register(meters);
    }

    /** Shows what this process has of a limit in use, beside the limit. */
    void watch(Limit limit, IdsByClient used) {
        clients.forEachNowAndLater(client -> {
            var id = client.id();
            Gauge.builder("image.gateway.limit.used", used, inFlight -> inFlight.count(id))
                    .description("Generations in flight and waiting callers of a client in this process")
                    .tags("client", id, "limit", limit.label())
                    .register(meters);
            Gauge.builder(
                            "image.gateway.limit.allowed",
                            clients,
                            all -> all.find(id)
                                    .map(found -> limit.of(found.limits()))
                                    .orElse(0))
                    .description("How many a client may have")
                    .tags("client", id, "limit", limit.label())
                    .register(meters);
        });
    }

    void watch(BooleanSupplier away) {
        Gauge.builder("image.gateway.degraded", away, it -> it.getAsBoolean() ? 1 : 0)
                .description("1 while a dependency does not do its work")
                .tag("dependency", "valkey")
                .strongReference(true)
                .register(meters);
        calls(true);
        calls(false);
    }

    private Timer calls(boolean answered) {
        return Timer.builder("image.gateway.rate.limit.store")
                .description("One call to Valkey")
                .tag("outcome", answered ? "answered" : "failed")
                .register(meters);
    }

    Timer.Sample ask() {
        return Timer.start(meters);
    }

    void asked(Timer.Sample started, boolean answered) {
        started.stop(calls(answered));
    }
}
