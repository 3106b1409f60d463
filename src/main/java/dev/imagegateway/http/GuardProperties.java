package dev.imagegateway.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a connection may take ({@code gateway.server}), on both ports. Time-outs count only the time in which the server
 * waits for the caller.
 *
 * @param headerTimeout for a request's line and headers, with the TLS handshake if there is one; and for the rest of a
 *     body after its answer
 * @param bodyTimeout for a request's body; on the management port, {@code headerTimeout} holds instead
 * @param answerTimeout until the caller has taken the answer, or 1 MiB more of a longer one
 * @param maxHeaders how many headers a request may have; more is refused with 431
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
