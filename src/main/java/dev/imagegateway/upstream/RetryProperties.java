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
 * Retries of attempts that were certainly not billed ({@code gateway.upstream.retry}).
 *
 * @param maxAttempts number of attempts including the first; 1 disables retries
 * @param baseDelay maximum wait before the second attempt, doubled for each further one. The actual wait is a random
 *     part.
 * @param maxDelay limit of the doubled wait
 * @param budgetRatio retries per request over time; 0 leaves only the minimum
 * @param budgetMinimum retries available at the start, and the maximum that accumulates
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
