package dev.imagegateway.client;

import java.util.List;
import java.util.Optional;

/** The currently configured clients. They can change, so callers must not cache them. */
public final class Clients {

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

    /** Replaces the clients. */
    void replace(ClientRegistry next) {
        registry = next;
    }
}
