package dev.imagegateway.store;

import java.time.Clock;
import java.time.Duration;

/**
 * The lease that allows this process to send. The process renews it in the database. It stops sending when the last
 * renewal is half a lease old. When the renewal is a whole lease old, other processes mark its open generations as
 * unknown. The time of a renewal is read before the renewal is sent, and from two clocks: the monotonic clock may stop
 * while the machine sleeps, and the wall clock may be set.
 */
public final class Lease {

    private final Duration length;
    private final Clock clock;

    private int term;
    private boolean renewed;
    private long renewedNanos;
    private long renewedMillis;
    private long unbrokenSinceNanos;

    /** Creates a lease that is not renewed yet. */
    public Lease(Duration length, Clock clock) {
        this.length = length;
        this.clock = clock;
    }

    /** A time on both clocks. */
    public record Moment(long nanos, long millis) {}

    public Moment now() {
        return new Moment(System.nanoTime(), clock.millis());
    }

    public Duration length() {
        return length;
    }

    /** Records that the renewal sent at this time is stored. */
    public synchronized void renewed(Moment sent) {
        if (!renewed || age(sent) > length.toNanos() / 2) {
            unbrokenSinceNanos = sent.nanos();
            term++;
        }
        renewed = true;
        renewedNanos = sent.nanos();
        renewedMillis = sent.millis();
    }

    /** Identifies a period of renewals without a gap. */
    public synchronized int term() {
        return term;
    }

    /**
     * Whether an attempt may start for a hold of that term. After a gap, other processes may have given up the hold.
     */
    public synchronized boolean isFresh(int heldIn) {
        return heldIn == term && isFresh();
    }

    private boolean isFresh() {
        return renewed && age(now()) <= length.toNanos() / 2;
    }

    /**
     * Whether the database has been reachable for a whole lease, so that a silent process is dead and not cut off by an
     * outage.
     */
    public synchronized boolean isUnbroken() {
        return isFresh() && System.nanoTime() - unbrokenSinceNanos >= length.toNanos();
    }

    private long age(Moment moment) {
        return Math.max(
                moment.nanos() - renewedNanos,
                Duration.ofMillis(moment.millis() - renewedMillis).toNanos());
    }
}
