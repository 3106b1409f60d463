package dev.imagegateway.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** When this process last authenticated each client. Kept in memory, so that it costs a request next to nothing. */
public final class ClientActivity {

    /** Milliseconds since 1970, by the client's id. Only configured clients are authenticated, so there are few. */
    private final Map<String, AtomicLong> lastSeen = new ConcurrentHashMap<>();

    ClientActivity() {}

    /** Notes that a request of a client was authenticated. */
    public void seen(String client) {
        var known = lastSeen.get(client);
        if (known == null) {
            known = lastSeen.computeIfAbsent(client, _ -> new AtomicLong());
        }
        known.lazySet(System.currentTimeMillis());
    }

    /** Returns when a client was last seen; empty if that was not since the process started. */
    public Optional<Instant> lastSeen(String client) {
        return Optional.ofNullable(lastSeen.get(client)).map(millis -> Instant.ofEpochMilli(millis.get()));
    }
}
