package dev.imagegateway.billing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Reading of the vendor's records ({@code gateway.upstream.books}).
 *
 * @param pageTimeout time limit for one page, from the request to its last byte
 * @param readsPerMinute pages per minute for all records and keys together; AIML allows 200 log reads per key
 * @param retryDelay pause after a page that could not be read, doubled with each further try. AIML's
 *     {@code Retry-After} takes precedence.
 */
@ConfigurationProperties("gateway.upstream.books")
record BooksProperties(
        @DefaultValue("20s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration pageTimeout,

        @DefaultValue("180") @Min(1) @Max(100_000) int readsPerMinute,

        @DefaultValue("10s") @DurationMin() @DurationMax(minutes = 1)
        Duration retryDelay) {}
