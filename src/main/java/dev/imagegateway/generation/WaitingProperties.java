package dev.imagegateway.generation;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long callers wait ({@code gateway}).
 *
 * @param responseTimeout how long an answer waits for its images at most, 100 ms to 10 min; common clients hang up after
 *     60 s. The images are made all the same.
 */
@ConfigurationProperties("gateway")
record WaitingProperties(
        @DefaultValue("55s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration responseTimeout) {}
