package dev.imagegateway.replay;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are answered from earlier ones ({@code gateway.replay}).
 *
 * @param keyLifetime how long an {@code Idempotency-Key} stands for its generation, 1 min to 30 days
 * @param adoptWindow how long after its hold a generation may be taken for an earlier try of a request that says it is a
 *     retry, 1 s to 1 h
 * @param answeredWindow how long after its images were told, 1 s to 10 min: the answer may not have arrived
 * @param refusalMemory how long this process remembers that a try was refused before anything was sent, 1 s to 10 min
 * @param pollInterval how often the books are asked for generations of other processes that callers here wait for, 10 ms
 *     to 10 s
 * @param seeded answers by seed
 */
@ConfigurationProperties("gateway.replay")
record ReplayProperties(
        @DefaultValue("24h") @DurationMin(minutes = 1) @DurationMax(days = 30)
        Duration keyLifetime,

        @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration adoptWindow,

        @DefaultValue("60s") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration answeredWindow,

        @DefaultValue("2m") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration refusalMemory,

        @DefaultValue("250ms") @DurationMin(millis = 10) @DurationMax(seconds = 10)
        Duration pollInterval,

        @DefaultValue Seeded seeded) {

    /**
     * Answers by seed.
     *
     * @param enabled whether there are any
     * @param timeToLive how long after its request a result answers others, 1 s to 24 h. The vendor's URLs do not live
     *     for ever, and nobody says how long they do.
     * @param acrossClients whether one client's result answers another's request
     */
    record Seeded(
            @DefaultValue("true") boolean enabled,

            @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(days = 1)
            Duration timeToLive,

            @DefaultValue("false") boolean acrossClients) {}
}
