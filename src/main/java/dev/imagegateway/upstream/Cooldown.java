package dev.imagegateway.upstream;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A period during which nothing is sent, for all keys and clients. */
final class Cooldown {

    private final Duration first;
    private final Duration longest;
    private final LongSupplier nanoTime;
    private volatile int row;
    private volatile @Nullable Long untilNanos;

    Cooldown(CooldownProperties properties) {
        this(properties, System::nanoTime);
    }

    /** @param nanoTime the clock, which tests replace */
    Cooldown(CooldownProperties properties, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.first = properties.first();
        this.longest = properties.longest();
    }

    /** The remaining time; empty if there is no cooldown. */
    Optional<Duration> left() {
        var until = untilNanos;
        if (until == null) {
            return Optional.empty();
        }
        var left = until - nanoTime.getAsLong();
        return left > 0 ? Optional.of(Duration.ofNanos(left)) : Optional.empty();
    }

    /**
     * Starts or extends the cooldown after a ban. Bans of concurrent requests count as one.
     *
     * @param asked the duration that the intermediary asked for, if any
     */
    synchronized void ban(Optional<Duration> asked) {
        // an answer may have reset the row during the cooldown, and the cooldown of a rate limit has no row
        if (row == 0 || left().isEmpty()) {
            row++;
        }
        lastAtLeast(asked.map(Cooldown::wholeMillis)
                .orElseGet(() -> first.multipliedBy(1L << Math.clamp(row - 1L, 0, 20))));
    }

    /**
     * Starts or extends the cooldown after a rate limit. It does not make the next ban longer.
     *
     * @param asked the duration that the intermediary asked for
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

    /** Truncates to milliseconds, as the pause of a retry is, so that the pause does not end before the cooldown. */
    private static Duration wholeMillis(Duration asked) {
        return asked.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Resets the row of bans after an answer from AIML. The cooldown continues, because that request may have started
     * before it.
     */
    void forgetRow() {
        // without the lock, because this runs for every answer
        if (row > 0) {
            endRow();
        }
    }

    private synchronized void endRow() {
        row = 0;
    }
}
