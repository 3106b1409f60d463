package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.ratelimit.Decision.Granted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in Valkey for all processes. From the first question that it does not answer in time until a probe finds it
 * back, nobody asks it: this process counts by its share of the limits, from its share of what was last known to be
 * left, and what it allowed is made up for afterwards.
 */
final class SharedLimits implements LimitStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SharedLimits.class);

    /** After so many probes in a row without an answer, another connection is tried. */
    private static final int PATIENCE = 3;

    private final ValkeyConnection connection;
    private final ValkeyLimits valkey;
    private final int replicas;
    private final RateLimitMetrics metrics;
    private final InFlight inFlight = new InFlight();
    private final LastKnown lastKnown = new LastKnown();
    private final ScheduledExecutorService probe = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("valkey-probe").daemon().factory());
    /** The generations of which Valkey has a place. */
    private final Set<String> placed = ConcurrentHashMap.newKeySet();

    private int unanswered;
    private volatile @Nullable Outage outage;

    SharedLimits(
            ValkeyConnection connection,
            ValkeyLimits valkey,
            int replicas,
            Duration probeInterval,
            RateLimitMetrics metrics) {
        this.connection = connection;
        this.valkey = valkey;
        this.replicas = replicas;
        this.metrics = metrics;
        metrics.watch(() -> outage != null);
        try {
            connection.open();
        } catch (StoreAwayException e) {
            begin(e);
        }
        var _ = probe.scheduleWithFixedDelay(
                this::look, probeInterval.toNanos(), probeInterval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private interface Question<T> {
        T ask() throws StoreAwayException;
    }

    /** Valkey's word or, once it is known to be away, this process's own. */
    private <T> T either(Question<T> shared, Function<Outage, T> alone) {
        while (true) {
            var now = outage;
            if (now != null) {
                return alone.apply(now);
            }
            var started = metrics.ask();
            var answered = false;
            try {
                var answer = shared.ask();
                answered = true;
                return answer;
            } catch (StoreAwayException e) {
                begin(e);
            } finally {
                metrics.asked(started, answered);
            }
        }
    }

    @Override
    public Decision request(Client client) {
        return either(
                () -> noted(client, valkey.request(client)),
                away -> away.counted(client, Limit.REQUESTS, 1, away.meanwhile().request(client)));
    }

    @Override
    public Decision generation(Client client, String id, int images) {
        return either(
                () -> {
                    var decision = noted(client, valkey.generation(client, id, images));
                    if (decision instanceof Granted) {
                        inFlight.tryEnter(client.id(), id, Integer.MAX_VALUE);
                        placed.add(id);
                    }
                    return decision;
                },
                away -> away.counted(
                        client, Limit.IMAGES, images, away.meanwhile().generation(client, id, images)));
    }

    private Decision noted(Client client, Decision decision) {
        lastKnown.note(client, decision);
        return decision;
    }

    @Override
    public void giveBack(Client client, int images) {
        var _ = either(
                () -> {
                    valkey.giveBack(client, images);
                    return true;
                },
                away -> {
                    away.meanwhile().giveBack(client, images);
                    away.allowed(client, Limit.IMAGES, -images);
                    return true;
                });
    }

    @Override
    public void ended(Client client, String id) {
        inFlight.leave(client.id(), id);
        if (placed.remove(id)) {
            var _ = either(
                    () -> {
                        valkey.ended(client.id(), List.of(id));
                        return true;
                    },
                    away -> away.ended(client.id(), id));
        }
    }

    private synchronized void begin(StoreAwayException cause) {
        if (outage == null) {
            outage = new Outage(new LocalLimits(inFlight, replicas, lastKnown::left));
            log.warn("Limits are counted by this process alone, by one of {} shares: {}", replicas, cause.getMessage());
        }
    }

    private void look() {
        var now = outage;
        if (now == null) {
            return;
        }
        try {
            connection.open();
            valkey.ping();
            unanswered = 0;
            inFlight.forEach(this::occupy);
            now.makeUp(valkey);
            outage = null;
            // what happened while that was written
            now.makeUp(valkey);
            log.info(
                    "Limits are counted in Valkey again, after {} s",
                    now.lasted().toSeconds());
        } catch (StoreAwayException e) {
            log.debug("Valkey is still away: {}", e.getMessage());
            if (++unanswered >= PATIENCE) {
                unanswered = 0;
                connection.drop();
            }
        } catch (RuntimeException e) {
            log.error("Valkey could not be looked at; it will be tried again", e);
        }
    }

    private void occupy(String client, Collection<String> ids) throws StoreAwayException {
        // first, for those that end in between
        placed.addAll(ids);
        valkey.occupy(client, ids);
    }

    @Override
    public void close() {
        probe.shutdownNow();
        connection.close();
    }
}
