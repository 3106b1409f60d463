package dev.imagegateway.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of connections ({@code gateway.server}), on both ports. Timeouts count only the time in which the server waits
 * for the caller.
 *
 * @param headerTimeout time limit for the TLS handshake, the request line and the headers, and for the rest of a body
 *     after its response
 * @param bodyTimeout time limit for a request body; the management port uses {@code headerTimeout} instead
 * @param answerTimeout time limit for the caller to read the response, or each MiB of a longer one
 * @param maxHeaders maximum number of request headers; more are refused with 431
 */
@ConfigurationProperties("gateway.server")
record GuardProperties(
        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration headerTimeout,

        @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration bodyTimeout,

        @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration answerTimeout,

        @DefaultValue("100") @Min(10) @Max(1000) int maxHeaders) {}
