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
 * Rate limits ({@code gateway.rate-limit}).
 *
 * @param store counts per process, or in Valkey or Redis for all processes
 * @param replicas number of processes, 1 to 10,000. Each uses its share of the limits while Valkey is unavailable.
 * @param keyPrefix prefix of every key in Valkey
 * @param inFlightExpiry after how long a generation in Valkey no longer counts as in flight if its end was not
 *     reported, 1 min to 1 day. Must be longer than a generation can take.
 * @param redis the connection to Valkey
 */
@ConfigurationProperties("gateway.rate-limit")
record RateLimitProperties(
        @DefaultValue("local") StoreKind store,
        @DefaultValue("1") @Min(1) @Max(10_000) int replicas,
        @DefaultValue("image-gateway:") String keyPrefix,

        @DefaultValue("10m") @DurationMin(minutes = 1) @DurationMax(days = 1)
        Duration inFlightExpiry,

        @DefaultValue Redis redis) {

    /** Where counts are kept. */
    enum StoreKind {
        LOCAL,
        REDIS
    }

    /**
     * The connection to Valkey or Redis.
     *
     * @param url {@code redis://host:port}, {@code rediss://} for TLS, or {@code redis-sentinel://}
     * @param username the user name, if the server has several users
     * @param password the password
     * @param timeout time limit of one response, 1 ms to 10 s. After a timeout the process counts locally.
     * @param probeInterval how often to check whether Valkey is available again, 10 ms to 1 min
     * @param sslBundle a Spring SSL bundle with the trusted and presented certificates
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

        /** The default would print the password, which may also be part of the URL. */
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
