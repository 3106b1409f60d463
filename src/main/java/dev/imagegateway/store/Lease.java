package dev.imagegateway.store;

import java.time.Clock;
import java.time.Duration;

/**
 * This process's right to send. It is renewed in the store; half a lease after its last renewal the process stops
 * sending, and a whole one after it others take what the process holds for unknown. Time is read before the renewal is
 * sent, and by two clocks: the monotonic one may stand still while a machine sleeps, the other may be set.
 */
public final class Lease {

    private final Duration length;
    private final Clock clock;

    private int term;
    private boolean renewed;
    private long renewedNanos;
    private long renewedMillis;
    private long unbrokenSinceNanos;

    /** A lease that is not yet renewed. */
    public Lease(Duration length, Clock clock) {
        this.length = length;
        this.clock = clock;
    }

    /** A moment by both clocks. */
    public record Moment(long nanos, long millis) {}

    public Moment now() {
        return new Moment(System.nanoTime(), clock.millis());
    }

    public Duration length() {
        return length;
    }

    /** The renewal that was sent at this moment is on disk. */
    public synchronized void renewed(Moment sent) {
        if (!renewed || age(sent) > length.toNanos() / 2) {
            unbrokenSinceNanos = sent.nanos();
            term++;
        }
        renewed = true;
        renewedNanos = sent.nanos();
        renewedMillis = sent.millis();
    }

    /** A number for the time in which it is renewed without a gap. */
    public synchronized int term() {
        return term;
    }

    /** Whether an attempt may begin for what was held in that term; after a gap others may have given it up. */
    public synchronized boolean isFresh(int heldIn) {
        return heldIn == term && isFresh();
    }

    private boolean isFresh() {
        return renewed && age(now()) <= length.toNanos() / 2;
    }

    /** Whether the store has answered for so long that who was silent is gone, and not merely cut off like us. */
    public synchronized boolean isUnbroken() {
        return isFresh() && System.nanoTime() - unbrokenSinceNanos >= length.toNanos();
    }

    private long age(Moment moment) {
        return Math.max(
                moment.nanos() - renewedNanos,
                Duration.ofMillis(moment.millis() - renewedMillis).toNanos());
    }
}
