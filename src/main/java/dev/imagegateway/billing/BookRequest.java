package dev.imagegateway.billing;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page to ask for.
 *
 * @param book the name in metrics
 * @param template the path and the query, so that the HTTP client's metrics do not get a tag for each page
 * @param values of the template's variables
 */
record BookRequest(String book, String template, Map<String, Object> values) {

    /** The most rows of a page that AIML gives. */
    static final int PAGE = 100;

    /** As AIML writes time itself: milliseconds and a Z. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Log rows from a place on, created in {@code [start, end)}, at most 92 days. */
    static BookRequest logs(Instant start, Instant end, int offset) {
        return new BookRequest(
                "logs",
                "/v2/logs?start={start}&end={end}&limit={limit}&offset={offset}",
                Map.of("start", TIME.format(start), "end", TIME.format(end), "limit", PAGE, "offset", offset));
    }

    /** Refunds in {@code [from, to)}, from a page's {@code next_cursor} on. */
    static BookRequest refunds(Instant from, Instant to, @Nullable String cursor) {
        var template = "/v2/billing/transactions?type=REFUND&from={from}&to={to}&limit={limit}";
        var values = new HashMap<String, Object>();
        values.put("from", TIME.format(from));
        values.put("to", TIME.format(to));
        values.put("limit", PAGE);
        if (cursor == null) {
            return new BookRequest("transactions", template, values);
        }
        values.put("cursor", cursor);
        return new BookRequest("transactions", template + "&cursor={cursor}", values);
    }

    /** What a model costs. */
    static BookRequest price(String model) {
        return new BookRequest("models", "/v1/models?id={id}&include=pricing", Map.of("id", model));
    }
}
