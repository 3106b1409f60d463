package dev.imagegateway.billing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the vendor's books are read ({@code gateway.upstream.books}).
 *
 * @param pageTimeout for one page, from asking for it to its last byte
 * @param readsPerMinute pages per minute, of all books and keys together; AIML allows 200 reads of its logs per key
 * @param retryDelay the pause after a page that could not be read; it doubles with each try of that page. AIML's
 *     {@code Retry-After} goes before it.
 */
@ConfigurationProperties("gateway.upstream.books")
record BooksProperties(
        @DefaultValue("20s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration pageTimeout,

        @DefaultValue("180") @Min(1) @Max(100_000) int readsPerMinute,

        @DefaultValue("10s") @DurationMin() @DurationMax(minutes = 1)
        Duration retryDelay) {}
