package dev.imagegateway.generation;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long callers wait ({@code gateway}).
 *
 * @param responseTimeout how long a response waits for its images at most, 100 ms to 10 min. Common clients time out
 *     after 60 s. The generation continues after this timeout.
 */
@ConfigurationProperties("gateway")
record WaitingProperties(
        @DefaultValue("55s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration responseTimeout) {}
