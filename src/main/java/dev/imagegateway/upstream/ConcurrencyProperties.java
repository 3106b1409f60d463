package dev.imagegateway.upstream;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits concurrent POSTs ({@code gateway.upstream.concurrency}). AIML documents no limit, so the limit adapts: it
 * falls by a tenth on each 429 and timeout, and rises by one with each success near it.
 *
 * @param start initial limit
 * @param floor lowest limit
 * @param ceiling highest limit
 * @param queue requests that may wait; further ones are refused at once
 * @param maxWait the longest wait in the queue
 */
record ConcurrencyProperties(
        @DefaultValue("20") @Min(1) @Max(100_000) int start,
        @DefaultValue("2") @Min(1) @Max(100_000) int floor,
        @DefaultValue("1000") @Min(1) @Max(100_000) int ceiling,
        @DefaultValue("1000") @Min(0) @Max(1_000_000) int queue,

        @DefaultValue("20s") @DurationMin() @DurationMax(hours = 1)
        Duration maxWait) {

    @AssertTrue(message = "start must not be below floor, nor above ceiling")
    boolean isStartInOrder() {
        return floor <= start && start <= ceiling;
    }
}
