package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.ratelimit.Decision.Granted;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in Valkey for all processes. After the first timeout or failure, Valkey is not used until {@link #look} finds
 * it available again. Meanwhile this process counts locally: against its share of the limits, starting from its share
 * of the last known levels. Afterwards it reports to Valkey what it allowed.
 */
final class SharedLimits implements LimitStore {

    private static final Logger log = LoggerFactory.getLogger(SharedLimits.class);

    private final ValkeyLimits valkey;
    private final int replicas;
    private final RateLimitMetrics metrics;
    private final IdsByClient inFlight = new IdsByClient();
    private final LastKnown lastKnown = new LastKnown();
    private final UnsyncedUsage unsynced = new UnsyncedUsage();

    /** The generations for which Valkey has or may have an entry. */
    private final Set<String> placed = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Outage outage;

    SharedLimits(ValkeyLimits valkey, int replicas, RateLimitMetrics metrics) {
        this.valkey = valkey;
        this.replicas = replicas;
        this.metrics = metrics;
        metrics.watch(this::isAway);
        metrics.watch(Limit.GENERATIONS_IN_FLIGHT, inFlight);
    }

    private interface ValkeyCall<T> {
        T ask() throws StoreAwayException;
    }

    /** Uses Valkey, or the local counters during an outage. */
    private <T> T either(ValkeyCall<T> shared, Function<Outage, T> alone) {
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
    public boolean isShared() {
        return true;
    }

    @Override
    public Decision request(Client client) {
        return either(
                () -> noted(client, valkey.request(client)),
                away -> counted(client, Limit.REQUESTS, 1, away.meanwhile().request(client)));
    }

    @Override
    public Decision generation(Client client, String id, ImageLoad load) {
        return either(
                () -> {
                    // before the call, because the entry may be added although the response is too late
                    placed.add(id);
                    var decision = noted(client, valkey.generation(client, id, load));
                    if (decision instanceof Granted) {
                        inFlight.tryEnter(client.id(), id, Integer.MAX_VALUE);
                    } else {
                        placed.remove(id);
                    }
                    return decision;
                },
                away -> {
                    var decision = away.meanwhile().generation(client, id, load);
                    if (!(decision instanceof Granted) && placed.remove(id)) {
                        unsynced.ended(client.id(), id);
                    }
                    if (client.limits().hasMegapixels()) {
                        counted(client, Limit.MEGAPIXELS, load.megapixels(), decision);
                    }
                    return counted(client, Limit.IMAGES, load.images(), decision);
                });
    }

    private Decision noted(Client client, Decision decision) {
        lastKnown.note(client.id(), decision);
        return decision;
    }

    private Decision counted(Client client, Limit limit, int tokens, Decision decision) {
        if (decision instanceof Granted) {
            unsynced.allowed(client, limit, tokens);
        }
        return decision;
    }

    @Override
    public void giveBack(Client client, ImageLoad load) {
        var _ = either(
                () -> {
                    valkey.giveBack(client, load);
                    return true;
                },
                away -> {
                    away.meanwhile().giveBack(client, load);
                    unsynced.allowed(client, Limit.IMAGES, -load.images());
                    if (client.limits().hasMegapixels()) {
                        unsynced.allowed(client, Limit.MEGAPIXELS, -load.megapixels());
                    }
                    return true;
                });
    }

    @Override
    public void ended(Client client, String id) {
        inFlight.leave(client.id(), id);
        if (placed.remove(id)) {
            var _ = either(
                    () -> {
                        valkey.ended(client.id(), id);
                        return true;
                    },
                    _ -> {
                        unsynced.ended(client.id(), id);
                        return true;
                    });
        }
    }

    boolean isAway() {
        return outage != null;
    }

    /** Starts an outage, which lasts until {@link #look} ends it. */
    synchronized void begin(StoreAwayException cause) {
        if (outage == null) {
            outage = new Outage(new LocalLimits(inFlight, replicas, lastKnown::left));
            log.warn("Limits are counted by this process alone, by one of {} shares: {}", replicas, cause.getMessage());
        }
    }

    /** Called while Valkey responds and is writable. Reports what Valkey has missed, and ends the outage. */
    void look() throws StoreAwayException {
        var now = outage;
        if (now != null) {
            occupy();
            unsynced.sync(valkey, lastKnown);
            outage = null;
            log.info(
                    "Limits are counted in Valkey again, after {} s",
                    now.lasted().toSeconds());
            // generations that started while the usage was reported
            occupy();
        }
        // usage that other threads recorded during the switch; recorded even later, it is reported by the next call
        unsynced.sync(valkey, lastKnown);
    }

    /** Reports all generations in flight, because Valkey may have lost some. */
    void occupy() throws StoreAwayException {
        inFlight.forEach(this::occupy);
    }

    private void occupy(String client, Collection<String> ids) throws StoreAwayException {
        // before the call, so that generations that end during it are removed afterwards
        placed.addAll(ids);
        valkey.occupy(client, ids);
        for (var id : ids) {
            if (!inFlight.contains(client, id) && placed.remove(id)) {
                unsynced.ended(client, id);
            }
        }
    }
}
