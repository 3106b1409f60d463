package dev.imagegateway.upstream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A time in which nothing is sent, for all keys and all clients. */
final class Cooldown {

    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanoTime;
    private volatile int row;
    private volatile @Nullable Long untilNanos;

    Cooldown(CooldownProperties properties) {
        this(properties, System::nanoTime);
    }

    /** @param nanoTime for tests, which set the time */
    Cooldown(CooldownProperties properties, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.first = properties.first();
        this.longest = properties.longest();
    }

    /** What is left of it; empty when it is over. */
    Optional<Duration> left() {
        var until = untilNanos;
        if (until == null) {
            return Optional.empty();
        }
        var left = until - nanoTime.getAsLong();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /**
     * Begins the cooldown after a ban, or makes it longer. Bans of requests that were in flight together are one.
     *
     * @param asked how long the intermediary wants it to be, if it said so
     */
    synchronized void ban(Optional<Duration> asked) {
        // an answer may have ended the row while the cooldown lasts, and a rate limit's cooldown has no row
        if (row == 0 || left().isEmpty()) {
            row++;
        }
        lastAtLeast(asked.map(Cooldown::wholeMillis)
                .orElseGet(() -> first.multipliedBy(1L << Math.clamp(row - 1L, 0, 20))));
    }

    /**
     * Begins the cooldown after a rate limit, or makes it longer. A rate limit says nothing about bans, so the next ban
     * does not last longer for it.
     *
     * @param asked how long the intermediary wants it to be
     */
    synchronized void limit(Duration asked) {
        lastAtLeast(wholeMillis(asked));
    }

    private void lastAtLeast(Duration wanted) {
        var pause = wanted.compareTo(longest) < 0 ? wanted : longest;
        var left = left();
        if (left.isEmpty() || left.get().compareTo(pause) < 0) {
            untilNanos = nanoTime.getAsLong() + pause.toNanos();
        }
    }

    /** A retry's pause has whole milliseconds too, and must not end before the cooldown. */
    private static Duration wholeMillis(Duration asked) {
        return asked.truncatedTo(ChronoUnit.MILLIS);
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
