package dev.imagegateway.upstream;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many POSTs may be under way at once ({@code gateway.upstream.concurrency}). AIML announces no limit, so the
 * number finds itself: it falls by a tenth on each 429 and time-out and climbs by one with each success near it.
 *
 * @param start at the beginning
 * @param floor it never falls below
 * @param ceiling it never climbs above
 * @param queue requests that may wait for their turn; beyond it they are refused at once
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
