package dev.imagegateway.billing;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for one page.
 *
 * @param book the name in metrics
 * @param template path and query as a template, so that the HTTP client's metrics get one tag instead of one per page
 * @param values the template's variables
 * @param etag the ETag of an earlier reading, after which an unchanged page is not sent again; null for none
 */
record BookRequest(
        String book,
        String template,
        Map<String, Object> values,
        @Nullable String etag) {

    /** The maximum page size that AIML allows. */
    static final int PAGE = 100;

    /** AIML's own format: milliseconds and a Z. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** Log rows from an offset, created in {@code [start, end)}, which may span at most 92 days. */
    static BookRequest logs(Instant start, Instant end, int offset) {
        return new BookRequest(
                "logs",
                "/v2/logs?start={start}&end={end}&limit={limit}&offset={offset}",
                Map.of("start", TIME.format(start), "end", TIME.format(end), "limit", PAGE, "offset", offset),
                null);
    }

    /** Refunds in {@code [from, to)}, starting at a page's {@code next_cursor}. */
    static BookRequest refunds(Instant from, Instant to, @Nullable String cursor) {
        var template = "/v2/billing/transactions?type=REFUND&from={from}&to={to}&limit={limit}";
        var values = new HashMap<String, Object>();
        values.put("from", TIME.format(from));
        values.put("to", TIME.format(to));
        values.put("limit", PAGE);
        if (cursor == null) {
            return new BookRequest("transactions", template, values, null);
        }
        values.put("cursor", cursor);
        return new BookRequest("transactions", template + "&cursor={cursor}", values, null);
    }

    /** The models that end or have ended. */
    static BookRequest deprecations(@Nullable String etag) {
        return new BookRequest("deprecations", "/v1/models/deprecations", Map.of(), etag);
    }

    /** The prices of all models. */
    static BookRequest prices() {
        return new BookRequest("models", "/v1/models?include=pricing", Map.of(), null);
    }
}
