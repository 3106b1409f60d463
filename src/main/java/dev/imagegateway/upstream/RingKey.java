package dev.imagegateway.upstream;

import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.secret.SecretFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** One key of the ring: its secret, which may be replaced, and whether it is resting. */
final class RingKey {

    private final int place;
    private final Supplier<Secret> source;
    private final Runnable lookAgain;
    private final Duration shortest;
    private final Duration longest;
    private final ForeignText foreign;

    private Secret known;
    private volatile int refusals;
    private long restUntilNanos;
    private boolean resting;

    private RingKey(
            int place, Supplier<Secret> source, Runnable lookAgain, KeyProperties properties, ForeignText foreign) {
        this.place = place;
        this.source = source;
        this.lookAgain = lookAgain;
        this.shortest = properties.rest();
        this.longest = properties.longestRest();
        this.foreign = foreign;
        this.known = source.get();
        foreign.add(known);
    }

    static RingKey of(int place, Secret secret, KeyProperties properties, ForeignText foreign) {
        return new RingKey(place, () -> secret, () -> {}, properties, foreign);
    }

    static RingKey of(int place, SecretFile file, KeyProperties properties, ForeignText foreign) {
        return new RingKey(place, file::current, file::lookAgain, properties, foreign);
    }

    /** The position in the ring, from 0. It names the key in metrics, because it does not change with the secret. */
    String place() {
        return Integer.toString(place);
    }

    /** The position and the secret's prefix, because two keys may have the same prefix. */
    synchronized String name() {
        return place + ":" + known.prefix();
    }

    /** Returns the current secret. A new secret resets refusals. */
    synchronized Secret secret() {
        var now = source.get();
        if (!now.equals(known)) {
            known = now;
            foreign.add(now);
            wake();
        }
        return known;
    }

    /** Returns what may be shown to operators. */
    synchronized UpstreamStatus.Key state() {
        return new UpstreamStatus.Key(
                place,
                secret().prefix(),
                isResting() ? Instant.now().plusNanos(restUntilNanos - System.nanoTime()) : null);
    }

    synchronized boolean isResting() {
        secret();
        return resting && System.nanoTime() - restUntilNanos < 0;
    }

    /**
     * Lets the key rest, twice as long each time in a row. Empty if the refusal concerns a secret that was replaced.
     */
    synchronized Optional<Duration> refused(Secret secret) {
        lookAgain.run();
        if (!secret().equals(secret)) {
            return Optional.empty();
        }
        var factor = 1L << Math.min(refusals, 20);
        var wanted = shortest.multipliedBy(factor);
        var pause = wanted.compareTo(longest) < 0 ? wanted : longest;
        // refusals of concurrent requests count as one
        if (!isResting()) {
            refusals++;
            resting = true;
            restUntilNanos = System.nanoTime() + pause.toNanos();
        }
        return Optional.of(pause);
    }

    /**
     * Resets refusals after a success. Runs for every response, so it must not wait for a thread that reads a file.
     */
    void accepted(Secret secret) {
        if (refusals > 0) {
            recovered(secret);
        }
    }

    private synchronized void recovered(Secret secret) {
        if (secret.equals(known)) {
            wake();
        }
    }

    private void wake() {
        refusals = 0;
        resting = false;
    }
}
