package dev.imagegateway.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time range of the vendor's records.
 *
 * @param from start, inclusive
 * @param to end, not before {@code from}
 */
record Span(Instant from, Instant to) {

    /** A range that ends at a time, and is empty if it would begin later, as with times of a clock that was ahead. */
    static Span until(Instant to, Instant from) {
        return new Span(from.isBefore(to) ? from : to, to);
    }

    /** Merges overlapping ranges and sorts them. */
    static List<Span> merged(List<Span> spans) {
        var merged = new ArrayList<Span>();
        for (var span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            if (merged.isEmpty() || merged.getLast().to.isBefore(span.from)) {
                merged.add(span);
            } else if (span.to.isAfter(merged.getLast().to)) {
                merged.set(merged.size() - 1, new Span(merged.getLast().from, span.to));
            }
        }
        return merged;
    }

    /** Splits this range into parts of limited length. */
    List<Span> parts(Duration longest) {
        var parts = new ArrayList<Span>();
        var start = from;
        while (start.plus(longest).isBefore(to)) {
            parts.add(new Span(start, start.plus(longest)));
            start = start.plus(longest);
        }
        parts.add(new Span(start, to));
        return parts;
    }
}
