package dev.imagegateway.generation;

import dev.imagegateway.problem.StartupException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How requests are taken ({@code gateway.generation}).
 *
 * @param maxRequestSize the largest body that is read; more is refused with 413
 */
@ConfigurationProperties("gateway.generation")
record GenerationProperties(@DefaultValue("1MB") DataSize maxRequestSize) {

    GenerationProperties {
        if (maxRequestSize.toBytes() < 1 || maxRequestSize.toMegabytes() > 64) {
            throw new StartupException("gateway.generation.max-request-size must be from 1B to 64MB");
        }
    }
}
