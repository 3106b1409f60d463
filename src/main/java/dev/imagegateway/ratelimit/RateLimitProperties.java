package dev.imagegateway.ratelimit;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
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
        @DefaultValue("1") @Min(1) @Max(10_000) int replicas,
        @DefaultValue("image-gateway:") String keyPrefix,

        @DefaultValue("10m") @DurationMin(minutes = 1) @DurationMax(days = 1)
        Duration inFlightExpiry,

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

            @DefaultValue("50ms") @DurationMin(millis = 1) @DurationMax(seconds = 10)
            Duration timeout,

            @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(minutes = 1)
            Duration probeInterval,

            @DefaultValue("") String sslBundle) {

        /** A record would print the password, which the URL may hold too. */
        @Override
        public String toString() {
            return "Redis[]";
        }
    }

    @AssertTrue(message = "key-prefix must not contain braces: they place a client's keys")
    boolean isKeyPrefixWithoutBraces() {
        return !keyPrefix.contains("{") && !keyPrefix.contains("}");
    }

    @AssertTrue(message = "store is redis: set gateway.rate-limit.redis.url to redis://host:port, or rediss:// for TLS")
    boolean isStoreReachable() {
        return store != StoreKind.REDIS || !redis.url().isBlank();
    }
}
