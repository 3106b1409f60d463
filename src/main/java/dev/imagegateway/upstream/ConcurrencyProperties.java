package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
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
        @DefaultValue("20") int start,
        @DefaultValue("2") int floor,
        @DefaultValue("1000") int ceiling,
        @DefaultValue("1000") int queue,
        @DefaultValue("20s") Duration maxWait) {

    ConcurrencyProperties {
        if (floor < 1 || start < floor || ceiling < start) {
            throw new StartupException(
                    "gateway.upstream.concurrency: floor must be 1 or more, start not below it, ceiling not below start");
        }
        if (queue < 0 || maxWait.isNegative()) {
            throw new StartupException("gateway.upstream.concurrency: queue and max-wait must be 0 or more");
        }
    }
}
