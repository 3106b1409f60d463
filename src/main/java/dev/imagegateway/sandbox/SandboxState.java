package dev.imagegateway.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** The state of the simulated account. Kept in memory, and bounded. */
final class SandboxState {

    private static final Pattern FIXED =
            Pattern.compile("^(host|port|public-?url|api-?keys|management-?keys|idle-?timeout)\\b");

    private final SandboxProperties initial;
    private final InstantSource clock;
    private final BillingBooks books;
    private final Album album = new Album();
    private final Journal journal = new Journal();
    private final FaultQueue faults = new FaultQueue();
    private final Deprecations deprecations = new Deprecations();
    private final LogReads logReads = new LogReads();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile SandboxProperties settings;
    private volatile Random random;

    SandboxState(SandboxProperties initial, InstantSource clock) {
        this.initial = initial;
        this.clock = clock;
        settings = initial;
        random = newRandom();
        books = new BillingBooks(initial.balance(), clock.instant());
    }

    Instant now() {
        return clock.instant();
    }

    SandboxProperties settings() {
        return settings;
    }

    Random random() {
        return random;
    }

    BillingBooks books() {
        return books;
    }

    Album album() {
        return album;
    }

    Journal journal() {
        return journal;
    }

    FaultQueue faults() {
        return faults;
    }

    LogReads logReads() {
        return logReads;
    }

    Deprecations deprecations() {
        return deprecations;
    }

    /** The number of running generations. */
    AtomicInteger inFlight() {
        return inFlight;
    }

    /** Restores the initial state. Generations that are still running are recorded in the new state. */
    void reset() {
        settings = initial;
        random = newRandom();
        books.reset(initial.balance(), now());
        album.clear();
        journal.clear();
        faults.clear();
        logReads.clear();
        deprecations.clear();
    }

    /**
     * Changes settings by name at run time.
     *
     * @throws IllegalArgumentException if there is no such setting or the value is invalid
     */
    synchronized void change(Map<String, ?> changes) {
        for (String name : changes.keySet()) {
            if (FIXED.matcher(name).find()) {
                throw new IllegalArgumentException(name + " can't be changed while the sandbox runs.");
            }
        }
        settings = SettingsBinder.change(settings, changes);
        if (changes.containsKey("balance")) {
            books.setBalance(settings.balance());
        }
    }

    private Random newRandom() {
        Long seed = initial.latency().seed();
        return seed == null ? new Random() : new Random(seed);
    }
}
