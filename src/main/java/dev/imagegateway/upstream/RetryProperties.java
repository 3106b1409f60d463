package dev.imagegateway.upstream;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When an attempt that was certainly not billed is made again ({@code gateway.upstream.retry}).
 *
 * @param maxAttempts in all, the first included; 1 switches retries off
 * @param baseDelay the longest wait before the second attempt; it doubles from there. The wait is a random part of it.
 * @param maxDelay the longest wait that doubling reaches
 * @param budgetRatio retries per request, over time; 0 leaves only what the minimum allows
 * @param budgetMinimum retries that are there at the start, and the most that are ever saved up
 */
record RetryProperties(
        @DefaultValue("3") @Min(1) @Max(10) int maxAttempts,

        @DefaultValue("500ms") @DurationMin() @DurationMax(minutes = 1)
        Duration baseDelay,

        @DefaultValue("10s") @DurationMin() @DurationMax(minutes = 10)
        Duration maxDelay,

        @DefaultValue("0.2") @DecimalMin("0") @DecimalMax("1")
        double budgetRatio,

        @DefaultValue("3") @Min(0) @Max(100_000) int budgetMinimum) {

    @AssertTrue(message = "max-delay must not be below base-delay")
    boolean isMaxDelayInOrder() {
        return maxDelay.compareTo(baseDelay) >= 0;
    }
}
