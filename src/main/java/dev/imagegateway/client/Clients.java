package dev.imagegateway.client;

import java.util.List;
import java.util.Optional;

/** The clients that are configured at this moment. Ask again each time: who they are, and what they may, can change. */
public final class Clients {

    private final ClientKeys keys;

    Clients(ClientKeys keys) {
        this.keys = keys;
    }

    /** All of them, in the order of their configuration. */
    public List<Client> all() {
        return List.copyOf(keys.all());
    }

    /** The one of that name, if it is configured. */
    public Optional<Client> find(String id) {
        return keys.all().stream().filter(client -> client.id().equals(id)).findFirst();
    }
}
