package dev.imagegateway.ratelimit;

import dev.imagegateway.client.Client;
import dev.imagegateway.client.Limits;
import dev.imagegateway.ratelimit.Decision.Granted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A time without Valkey: who counts meanwhile, and what is to be made up for afterwards. */
final class Outage {

    private final LocalLimits meanwhile;
    private final long beganNanos = System.nanoTime();
    private final Map<Owed, AtomicLong> allowed = new ConcurrentHashMap<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();

    Outage(LocalLimits meanwhile) {
        this.meanwhile = meanwhile;
    }

    /** A bucket in Valkey that was not asked. */
    private record Owed(String client, Limits limits, Limit limit) {}

    /** A place in Valkey that is free, of which it was not told. */
    private record Ended(String client, String id) {}

    LocalLimits meanwhile() {
        return meanwhile;
    }

    Duration lasted() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    /** Takes note of tokens, if they were granted. */
    Decision counted(Client client, Limit limit, int tokens, Decision decision) {
        if (decision instanceof Granted) {
            allowed(client, limit, tokens);
        }
        return decision;
    }

    void allowed(Client client, Limit limit, int tokens) {
        allowed.computeIfAbsent(new Owed(client.id(), client.limits(), limit), _ -> new AtomicLong())
                .addAndGet(tokens);
    }

    boolean ended(String client, String id) {
        return ended.add(new Ended(client, id));
    }

    /** Tells Valkey what it has missed so far; what it does not take stays to be told. */
    void makeUp(ValkeyLimits valkey) throws StoreAwayException {
        for (var entry : allowed.entrySet()) {
            var owed = entry.getKey();
            var tokens = entry.getValue().get();
            if (tokens > 0) {
                valkey.makeUp(owed.client, owed.limits, owed.limit, tokens, lasted());
                entry.getValue().addAndGet(-tokens);
            }
        }
        for (var place = ended.peek(); place != null; place = ended.peek()) {
            valkey.ended(place.client, List.of(place.id));
            ended.remove(place);
        }
    }
}
