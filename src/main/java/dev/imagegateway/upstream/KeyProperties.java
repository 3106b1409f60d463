package dev.imagegateway.upstream;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Manages the upstream keys ({@code gateway.upstream.keys}).
 *
 * @param refresh how often key files are checked while keys are used; the file of a refused key is checked at once
 * @param rest how long a key rests after its first refusal; each further one in a row doubles it
 * @param longestRest the maximum of the doubled time
 */
record KeyProperties(
        @DefaultValue("5s") @DurationMin(millis = 10) @DurationMax(hours = 1)
        Duration refresh,

        @DefaultValue("5s") @DurationMin(nanos = 1) @DurationMax(days = 1)
        Duration rest,

        @DefaultValue("30m") @DurationMin(nanos = 1) @DurationMax(days = 7)
        Duration longestRest) {

    @AssertTrue(message = "longest-rest must not be below rest")
    boolean isLongestRestInOrder() {
        return longestRest.compareTo(rest) >= 0;
    }
}
