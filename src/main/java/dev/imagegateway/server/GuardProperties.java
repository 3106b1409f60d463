package dev.imagegateway.server;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a connection may take ({@code gateway.server}), on both ports.
 *
 * @param headerTimeout from the accept, or on a connection that has served a request from the next one's first byte,
 *     until the request's line and headers are there, TLS included; and for the rest of a body after its answer
 * @param maxHeaders how many headers a request may have; more is refused with 431
 */
@ConfigurationProperties("gateway.server")
record GuardProperties(
        @DefaultValue("10s") Duration headerTimeout,
        @DefaultValue("100") int maxHeaders) {

    GuardProperties {
        if (headerTimeout.compareTo(Duration.ofMillis(100)) < 0
                || headerTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new StartupException("gateway.server.header-timeout must be from 100ms to 10m");
        }
        if (maxHeaders < 10 || maxHeaders > 1000) {
            throw new StartupException("gateway.server.max-headers must be from 10 to 1000");
        }
    }
}
