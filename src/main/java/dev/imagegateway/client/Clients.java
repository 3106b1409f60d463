package dev.imagegateway.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The currently configured clients. They can change, so callers must not cache them. */
public final class Clients {

    private final List<Consumer<Client>> followers = new CopyOnWriteArrayList<>();
    private volatile ClientRegistry registry;
    private volatile Map<String, Instant> loadedAt;

    Clients(ClientRegistry registry) {
        this.registry = registry;
        this.loadedAt = loadedAt(registry, Map.of());
    }

    /** Returns all clients in the order of the configuration. */
    public List<Client> all() {
        return List.copyOf(registry.all());
    }

    /** Finds a client by its id. */
    public Optional<Client> find(String id) {
        return registry.named(id);
    }

    /** Returns the current registry. */
    public ClientRegistry registry() {
        return registry;
    }

    /**
     * Returns when this process put the present settings and credentials of a client in force: when it started, or when it
     * read them from the changed clients file. Null if there is no such client.
     */
    public @Nullable Instant loadedAt(String id) {
        return loadedAt.get(id);
    }

    /** Calls the action for every client now, and again for every client after each change. */
    public void forEachNowAndLater(Consumer<Client> action) {
        followers.add(action);
        registry.all().forEach(action);
    }

    /** Replaces the clients. */
    void replace(ClientRegistry next) {
        var unchanged = new HashMap<>(loadedAt);
        unchanged.keySet().removeIf(id -> next.named(id).isEmpty() || registry.differsIn(id, next));
        loadedAt = loadedAt(next, unchanged);
        registry = next;
        followers.forEach(next.all()::forEach);
    }

    private static Map<String, Instant> loadedAt(ClientRegistry registry, Map<String, Instant> unchanged) {
        var now = Instant.now();
        var all = new HashMap<String, Instant>();
        registry.all().forEach(client -> all.put(client.id(), unchanged.getOrDefault(client.id(), now)));
        return Map.copyOf(all);
    }
}
