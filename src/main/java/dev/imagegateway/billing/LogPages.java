package dev.imagegateway.billing;

import dev.imagegateway.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one key's usage logs. A pass over the pages is repeated if rows moved during it. */
final class LogPages {

    /** The longest range that AIML accepts. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(92);

    private static final int MOST_PASSES = 3;

    /** In one pass; about 90,000 rows. */
    private static final int MOST_PAGES = 1000;

    private final BookReads reads;
    private final BookRows rows;

    LogPages(BookReads reads, BookRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    /**
     * The rows read with one key.
     *
     * @param rows the rows by their identity
     * @param flaw why they are incomplete; null if they are complete
     */
    record Part(Map<String, LogRow> rows, @Nullable String flaw) {}

    /** Reads the rows created in {@code [start, end)}, which may have any length. */
    Part read(Secret key, Instant start, Instant end) {
        var rows = new LinkedHashMap<String, LogRow>();
        var from = start;
        while (from.isBefore(end)) {
            var longest = from.plus(LONGEST_WINDOW);
            var to = longest.isBefore(end) ? longest : end;
            var part = window(key, from, to);
            rows.putAll(part.rows());
            if (part.flaw() != null) {
                return new Part(rows, part.flaw());
            }
            from = to;
        }
        return new Part(rows, null);
    }

    private Part window(Secret key, Instant from, Instant to) {
        var seen = new LinkedHashMap<String, LogRow>();
        for (int passes = 1; passes <= MOST_PASSES; passes++) {
            var pass = pass(key, from, to);
            var flaw = pass.flaw();
            if (flaw == null && pass.heldStill()) {
                return new Part(pass.rows(), null);
            }
            seen.putAll(pass.rows());
            if (flaw != null) {
                return new Part(seen, flaw);
            }
        }
        return new Part(seen, "its rows did not hold still");
    }

    private LogPass pass(Secret key, Instant from, Instant to) {
        var pass = new LogPass(key.name(), rows);
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            switch (reads.read(BookRequest.logs(from, to, pass.offset()), key)) {
                case BookPage.Read read -> {
                    if (!pass.take(read.body())) {
                        return pass;
                    }
                }
                case BookPage.Unread unread -> {
                    pass.broken(unread.reason());
                    return pass;
                }
            }
        }
        pass.broken("more rows than are read at once");
        return pass;
    }
}
