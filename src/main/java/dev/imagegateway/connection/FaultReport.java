package dev.imagegateway.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts connections that were closed because of a violation by the peer. */
final class FaultReport {

    private static final Logger log = LoggerFactory.getLogger(FaultReport.class);

    private final String peer;
    private final MeterRegistry meters;

    FaultReport(String peer, MeterRegistry meters) {
        this.peer = peer;
        this.meters = meters;
        // an alert needs the counters before the first fault
        for (var fault : Fault.values()) {
            counter(fault);
        }
    }

    void add(Fault fault) {
        log.warn("A connection to {} was closed: {}", peer, fault.text());
        counter(fault).increment();
    }

    private Counter counter(Fault fault) {
        return Counter.builder("image.gateway.connection.faults")
                .description("Outgoing connections closed because of what the peer sent")
                .tags("peer", peer, "cause", fault.label())
                .register(meters);
    }
}
