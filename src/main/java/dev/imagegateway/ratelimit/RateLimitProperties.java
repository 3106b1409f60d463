package dev.imagegateway.ratelimit;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where limits are counted ({@code gateway.rate-limit}).
 *
 * @param store in each process, or in Valkey or Redis for all of them
 * @param replicas how many processes there are, 1 to 10,000: each takes its share of the limits while Valkey is away
 * @param keyPrefix before every key in Valkey
 * @param inFlightExpiry after how long a generation in Valkey no longer counts as under way if nobody said that it
 *     ended, 1 min to 1 day; longer than a generation may take
 * @param redis how Valkey is reached
 */
@ConfigurationProperties("gateway.rate-limit")
record RateLimitProperties(
        @DefaultValue("local") StoreKind store,
        @DefaultValue("1") int replicas,
        @DefaultValue("image-gateway:") String keyPrefix,
        @DefaultValue("10m") Duration inFlightExpiry,
        @DefaultValue Redis redis) {

    /** The two places. */
    enum StoreKind {
        LOCAL,
        REDIS
    }

    /**
     * How Valkey or Redis is reached.
     *
     * @param url {@code redis://host:port}, {@code rediss://} for TLS, or {@code redis-sentinel://}
     * @param username its user, if it has several
     * @param password its password
     * @param timeout for one answer, 1 ms to 10 s; after it the process counts alone
     * @param probeInterval how often it is asked whether it is back, 10 ms to 1 min
     * @param sslBundle a Spring SSL bundle with what to trust of it, and to show
     */
    record Redis(
            @DefaultValue("") String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password,
            @DefaultValue("50ms") Duration timeout,
            @DefaultValue("1s") Duration probeInterval,
            @DefaultValue("") String sslBundle) {

        /** A record would print the password, which the URL may hold too. */
        @Override
        public String toString() {
            return "Redis[]";
        }
    }

    RateLimitProperties {
        if (replicas < 1 || replicas > 10_000) {
            throw new StartupException("gateway.rate-limit.replicas must be from 1 to 10000");
        }
        if (keyPrefix.contains("{") || keyPrefix.contains("}")) {
            throw new StartupException(
                    "gateway.rate-limit.key-prefix must not hold braces: they place a client's keys");
        }
        StartupException.unlessWithin(
                "gateway.rate-limit.in-flight-expiry", inFlightExpiry, Duration.ofMinutes(1), Duration.ofDays(1));
        StartupException.unlessWithin(
                "gateway.rate-limit.redis.timeout", redis.timeout(), Duration.ofMillis(1), Duration.ofSeconds(10));
        StartupException.unlessWithin(
                "gateway.rate-limit.redis.probe-interval",
                redis.probeInterval(),
                Duration.ofMillis(10),
                Duration.ofMinutes(1));
        if (store == StoreKind.REDIS && redis.url().isBlank()) {
            throw new StartupException("gateway.rate-limit.store is redis: set gateway.rate-limit.redis.url to"
                    + " redis://host:port, or rediss:// for TLS");
        }
    }
}
