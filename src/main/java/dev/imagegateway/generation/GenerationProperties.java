package dev.imagegateway.generation;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How requests are taken ({@code gateway.generation}).
 *
 * @param maxRequestSize the largest body that is read; more is refused with 413
 * @param bodyTimeout from the first look at a body until it is there whole
 */
@ConfigurationProperties("gateway.generation")
record GenerationProperties(
        @DefaultValue("1MB") DataSize maxRequestSize,
        @DefaultValue("30s") Duration bodyTimeout) {

    GenerationProperties {
        if (maxRequestSize.toBytes() < 1 || maxRequestSize.toMegabytes() > 64) {
            throw new StartupException("gateway.generation.max-request-size must be from 1B to 64MB");
        }
        if (bodyTimeout.compareTo(Duration.ofMillis(100)) < 0 || bodyTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new StartupException("gateway.generation.body-timeout must be from 100ms to 10m");
        }
    }
}
