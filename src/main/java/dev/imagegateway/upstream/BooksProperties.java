package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the vendor's books are read ({@code gateway.upstream.books}).
 *
 * @param pageTimeout for one page, from asking for it to its last byte
 * @param readsPerMinute pages per minute, of all books and keys together; AIML allows 200 reads of its logs per key
 * @param retryDelay the pause after a page that could not be read; it doubles with each try of that page. AIML's
 *     {@code Retry-After} goes before it.
 */
record BooksProperties(
        @DefaultValue("20s") Duration pageTimeout,
        @DefaultValue("180") int readsPerMinute,
        @DefaultValue("10s") Duration retryDelay) {

    BooksProperties {
        if (!pageTimeout.isPositive() || pageTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new StartupException("gateway.upstream.books.page-timeout must be above 0 and at most 10m");
        }
        if (readsPerMinute < 1 || readsPerMinute > 100_000) {
            throw new StartupException("gateway.upstream.books.reads-per-minute must be from 1 to 100000");
        }
        if (retryDelay.isNegative() || retryDelay.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new StartupException("gateway.upstream.books.retry-delay must be from 0 to 1m");
        }
    }
}
