package dev.imagegateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Limits log reads per key. This is the only rate limit that the vendor documents with numbers. */
final class LogReads {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<String, Deque<Instant>> recent = new HashMap<>();

    /** Counts a read. Returns false if the limit of the last minute is reached. */
    synchronized boolean admit(String keyPrefix, Instant now, int limit) {
        Deque<Instant> reads = recent.computeIfAbsent(keyPrefix, _ -> new ArrayDeque<>());
        while (!reads.isEmpty() && !reads.getFirst().plus(WINDOW).isAfter(now)) {
            reads.removeFirst();
        }
        if (reads.size() >= limit) {
            return false;
        }
        reads.addLast(now);
        return true;
    }

    synchronized void clear() {
        recent.clear();
    }
}
