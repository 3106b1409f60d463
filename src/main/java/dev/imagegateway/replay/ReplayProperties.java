package dev.imagegateway.replay;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How earlier generations answer requests ({@code gateway.replay}).
 *
 * @param keyLifetime how long an {@code Idempotency-Key} stands for its generation, 1 min to 30 days
 * @param adoptWindow how long after its hold a generation can be matched by a request that declares itself a retry, 1 s
 *     to 1 h
 * @param answeredWindow how long after its images were returned a generation can be matched by a retry, 1 s to 10 min.
 *     The response may not have arrived.
 * @param refusalMemory how long this process remembers a try that was refused before anything was sent, 1 s to 10 min
 * @param pollInterval how often the ledger is polled for generations of other processes that callers wait for, 10 ms to
 *     10 s
 * @param seeded matches by seed
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
     * Matches by seed.
     *
     * @param enabled whether requests are matched by seed
     * @param timeToLive how long after its request a result answers other requests, 1 s to 30 days. A result is only used
     *     while its images are served, by the gateway or by the vendor.
     * @param acrossClients whether one client's result answers another client's request
     */
    record Seeded(
            @DefaultValue("true") boolean enabled,

            @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(days = 30)
            Duration timeToLive,

            @DefaultValue("false") boolean acrossClients) {}
}
