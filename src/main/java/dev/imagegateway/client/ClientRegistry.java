package dev.imagegateway.client;

import dev.imagegateway.settings.Faults;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The clients and their credentials at one time. Immutable after it was read; a changed configuration creates a new
 * registry.
 */
public final class ClientRegistry {

    private final Map<String, Client> byId = new LinkedHashMap<>();
    private final Map<KeyHash, Client> byKey = new HashMap<>();
    private final Map<TokenSubject, Client> bySubject = new HashMap<>();

    /** Finds the client of a key. Looks up the complete hash and compares it in constant time. */
    public Optional<Client> ofKey(String key) {
        return Optional.ofNullable(byKey.get(KeyHash.of(key)));
    }

    /** Finds the client of a token's subject. */
    public Optional<Client> of(TokenSubject subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    /** Finds a client by its id. */
    public Optional<Client> named(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns all clients in the order of the configuration. */
    Collection<Client> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** Whether a client that is in both registries has other settings or credentials in the other one. */
    boolean differsIn(String id, ClientRegistry other) {
        return byId.containsKey(id)
                && other.byId.containsKey(id)
                && !(Objects.equals(byId.get(id), other.byId.get(id))
                        && credentials(id).equals(other.credentials(id)));
    }

    private Set<Object> credentials(String id) {
        return Stream.of(byKey, bySubject)
                .flatMap(map -> map.entrySet().stream())
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    void add(String where, Client client, Faults faults) {
        if (byId.putIfAbsent(client.id(), client) != null) {
            faults.add(where + ".id is that of an earlier client: give each its own");
        }
    }

    void add(String where, KeyHash hash, Client client, Faults faults) {
        if (byKey.putIfAbsent(hash, client) != null) {
            faults.add(where + " appears twice: every key belongs to one client");
        }
    }

    void add(String where, TokenSubject subject, Client client, Faults faults) {
        if (bySubject.putIfAbsent(subject, client) != null) {
            faults.add(where + " appears twice: every subject belongs to one client");
        }
    }
}
