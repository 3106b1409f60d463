package dev.imagegateway.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time of which the vendor's books are read.
 *
 * @param from included
 * @param to not before {@code from}
 */
record Span(Instant from, Instant to) {

    /** The same times, each once, in order. */
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

    /** This time in parts, each of which can be read at once. */
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
