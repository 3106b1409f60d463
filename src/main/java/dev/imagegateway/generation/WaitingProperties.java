package dev.imagegateway.generation;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long callers wait ({@code gateway}).
 *
 * @param responseTimeout how long an answer waits for its images at most, 100 ms to 10 min; common clients hang up after
 *     60 s. The images are made all the same.
 */
@ConfigurationProperties("gateway")
record WaitingProperties(@DefaultValue("55s") Duration responseTimeout) {

    WaitingProperties {
        StartupException.unlessWithin(
                "gateway.response-timeout", responseTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
    }
}
