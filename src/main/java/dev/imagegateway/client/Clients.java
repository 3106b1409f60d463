package dev.imagegateway.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The currently configured clients. They can change, so callers must not cache them. */
public final class Clients {

    private final List<Consumer<Client>> followers = new CopyOnWriteArrayList<>();
    private volatile ClientRegistry registry;

    Clients(ClientRegistry registry) {
        this.registry = registry;
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

    /** Calls the action for every client now, and again for every client after each change. */
    public void forEachNowAndLater(Consumer<Client> action) {
        followers.add(action);
        registry.all().forEach(action);
    }

    /** Replaces the clients. */
    void replace(ClientRegistry next) {
        registry = next;
        followers.forEach(next.all()::forEach);
    }
}
