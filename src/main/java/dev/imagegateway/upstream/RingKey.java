package dev.imagegateway.upstream;

import dev.imagegateway.secret.Secret;
import dev.imagegateway.secret.SecretFile;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** One place of the ring: its secret, which may be replaced, and whether it rests. */
final class RingKey {

    private final int place;
    private final Supplier<Secret> source;
    private final Runnable lookAgain;
    private final Duration shortest;
    private final Duration longest;

    private Secret known;
    private volatile int refusals;
    private long restUntilNanos;
    private boolean resting;

    private RingKey(int place, Supplier<Secret> source, Runnable lookAgain, KeyProperties properties) {
        this.place = place;
        this.source = source;
        this.lookAgain = lookAgain;
        this.shortest = properties.rest();
        this.longest = properties.longestRest();
        this.known = source.get();
    }

    static RingKey of(int place, Secret secret, KeyProperties properties) {
        return new RingKey(place, () -> secret, () -> {}, properties);
    }

    static RingKey of(int place, SecretFile file, KeyProperties properties) {
        return new RingKey(place, file::current, file::lookAgain, properties);
    }

    /** Its place in the ring, from 0: its name in metrics, which a new secret does not change. */
    String place() {
        return Integer.toString(place);
    }

    /** Its place and the first characters of its secret: two keys may begin alike. */
    synchronized String name() {
        return place + ":" + known.prefix();
    }

    /** The secret of this moment; a new one has not been refused yet. */
    synchronized Secret secret() {
        var now = source.get();
        if (!now.equals(known)) {
            known = now;
            wake();
        }
        return known;
    }

    synchronized boolean isResting() {
        secret();
        return resting && System.nanoTime() - restUntilNanos < 0;
    }

    /** Lets it rest, twice as long each time in a row; not if that was about a secret which it no longer has. */
    synchronized Optional<Duration> refused(Secret secret) {
        lookAgain.run();
        if (!secret().equals(secret)) {
            return Optional.empty();
        }
        var factor = 1L << Math.min(refusals, 20);
        var wanted = shortest.multipliedBy(factor);
        var pause = wanted.compareTo(longest) < 0 ? wanted : longest;
        // refusals of requests that were under way together are one
        if (!isResting()) {
            refusals++;
            resting = true;
            restUntilNanos = System.nanoTime() + pause.toNanos();
        }
        return Optional.of(pause);
    }

    /** It works: what was before no longer counts. Told of every answer, so it must not wait for who reads a file. */
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
