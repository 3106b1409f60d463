package dev.imagegateway.upstream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A time in which nothing is sent, for all keys and all clients. */
final class Cooldown {

    private final Duration first;
    private final Duration longest;
    private volatile int row;
    private volatile @Nullable Long untilNanos;

    Cooldown(CooldownProperties properties) {
        this.first = properties.first();
        this.longest = properties.longest();
    }

    /** What is left of it; empty when it is over. */
    Optional<Duration> left() {
        var until = untilNanos;
        if (until == null) {
            return Optional.empty();
        }
        var left = until - System.nanoTime();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /**
     * Begins it, or makes it longer. Refusals of requests that were under way together are one.
     *
     * @param asked how long the intermediary wants it to be, if it said so; parts of a millisecond are left out, as they
     *     are of a retry's pause, which must not end before it
     */
    synchronized void begin(Optional<Duration> asked) {
        var left = left();
        if (left.isEmpty()) {
            row++;
        }
        var wanted = asked.map(time -> time.truncatedTo(ChronoUnit.MILLIS))
                .orElseGet(() -> first.multipliedBy(1L << Math.min(row - 1, 20)));
        var pause = wanted.compareTo(longest) < 0 ? wanted : longest;
        if (left.isEmpty() || left.get().compareTo(pause) < 0) {
            untilNanos = System.nanoTime() + pause.toNanos();
        }
    }

    /** AIML has answered. That does not end it: the request may have been under way before it began. */
    void forgetRow() {
        // called for every answer, so without the lock
        if (row > 0) {
            endRow();
        }
    }

    private synchronized void endRow() {
        row = 0;
    }
}
