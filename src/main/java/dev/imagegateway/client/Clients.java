package dev.imagegateway.client;

import java.util.List;
import java.util.Optional;

/** The clients that are configured at this moment. Ask again each time: who they are, and what they may, can change. */
public final class Clients {

    private volatile ClientRegistry registry;

    Clients(ClientRegistry registry) {
        this.registry = registry;
    }

    /** All of them, in the order of their configuration. */
    public List<Client> all() {
        return List.copyOf(registry.all());
    }

    /** The one of that name, if it is configured. */
    public Optional<Client> find(String id) {
        return registry.named(id);
    }

    /** All that is known of them now. */
    public ClientRegistry registry() {
        return registry;
    }

    /** From now on, these. */
    void replace(ClientRegistry next) {
        registry = next;
    }
}
