package dev.imagegateway.replay;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
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
        @DefaultValue("24h") Duration keyLifetime,
        @DefaultValue("10m") Duration adoptWindow,
        @DefaultValue("60s") Duration answeredWindow,
        @DefaultValue("2m") Duration refusalMemory,
        @DefaultValue("250ms") Duration pollInterval,
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
            @DefaultValue("10m") Duration timeToLive,
            @DefaultValue("false") boolean acrossClients) {

        Seeded {
            StartupException.unlessWithin(
                    "gateway.replay.seeded.time-to-live", timeToLive, Duration.ofSeconds(1), Duration.ofDays(1));
        }
    }

    ReplayProperties {
        StartupException.unlessWithin(
                "gateway.replay.key-lifetime", keyLifetime, Duration.ofMinutes(1), Duration.ofDays(30));
        StartupException.unlessWithin(
                "gateway.replay.adopt-window", adoptWindow, Duration.ofSeconds(1), Duration.ofHours(1));
        StartupException.unlessWithin(
                "gateway.replay.answered-window", answeredWindow, Duration.ofSeconds(1), Duration.ofMinutes(10));
        StartupException.unlessWithin(
                "gateway.replay.refusal-memory", refusalMemory, Duration.ofSeconds(1), Duration.ofMinutes(10));
        StartupException.unlessWithin(
                "gateway.replay.poll-interval", pollInterval, Duration.ofMillis(10), Duration.ofSeconds(10));
    }
}
