package dev.imagegateway.upstream;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long nothing is sent after an intermediary has blocked the gateway ({@code gateway.upstream.cooldown}).
 *
 * @param first after the first refusal; each further one in a row doubles it. A {@code Retry-After} takes precedence.
 * @param longest the maximum of both the doubled time and a {@code Retry-After}
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
