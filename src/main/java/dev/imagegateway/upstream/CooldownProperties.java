package dev.imagegateway.upstream;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long nothing is sent after an intermediary has refused the gateway as such ({@code gateway.upstream.cooldown}).
 *
 * @param first after the first refusal; each further one in a row doubles it. The intermediary's {@code Retry-After} goes
 *     before it.
 * @param longest the most that doubling or a {@code Retry-After} reaches
 */
record CooldownProperties(
        @DefaultValue("30s") @DurationMin(nanos = 1) @DurationMax(hours = 1)
        Duration first,

        @DefaultValue("10m") @DurationMin(nanos = 1) @DurationMax(days = 1)
        Duration longest) {

    @AssertTrue(message = "longest must not be below first")
    boolean isLongestInOrder() {
        return longest.compareTo(first) >= 0;
    }
}
