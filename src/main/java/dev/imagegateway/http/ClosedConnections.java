package dev.imagegateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the connections that the guard of one port closed, by reason, and logs summaries. Not thread-safe. */
final class ClosedConnections {

    private static final Logger log = LoggerFactory.getLogger(ClosedConnections.class);

    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final String port;
    private final MeterRegistry meters;
    private final Map<SlowPart, Integer> unlogged = new EnumMap<>(SlowPart.class);
    private String lastAddress = "";
    private long logged = System.nanoTime() - LOG_INTERVAL.toNanos();

    ClosedConnections(String port, MeterRegistry meters) {
        this.port = port;
        this.meters = meters;
        // registered at once, because an alert needs the series before the first connection is closed
        for (var part : SlowPart.values()) {
            counter(part);
        }
    }

    private Counter counter(SlowPart part) {
        return Counter.builder("image.gateway.connections.closed")
                .description("Connections that were closed because the server had waited too long")
                .tag("port", port)
                .tag("reason", part.reason())
                .register(meters);
    }

    void add(SlowPart part, String address) {
        counter(part).increment();
        unlogged.merge(part, 1, Integer::sum);
        lastAddress = address;
    }

    /** Logs at most one line every 10 s, even for many slow callers. */
    void log(long now) {
        if (unlogged.isEmpty() || now - logged < LOG_INTERVAL.toNanos()) {
            return;
        }
        var counts = unlogged.entrySet().stream()
                .map(entry -> entry.getKey().reason() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        log.info("Closed connections of slow callers on the {} port: {}. Last address: {}", port, counts, lastAddress);
        unlogged.clear();
        logged = now;
    }
}
