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

/** Who may call, and by what, at one moment. It never changes: another configuration is another registry. */
public final class ClientRegistry {

    private final Map<String, Client> byId = new LinkedHashMap<>();
    private final Map<KeyHash, Client> byKey = new HashMap<>();
    private final Map<TokenSubject, Client> bySubject = new HashMap<>();

    /** The client of that key. The whole hash is looked up, and compared in constant time. */
    public Optional<Client> ofKey(String key) {
        return Optional.ofNullable(byKey.get(KeyHash.of(key)));
    }

    /** The client that names that subject. */
    public Optional<Client> of(TokenSubject subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    /** The client of that name. */
    public Optional<Client> named(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Every client, in the order of their configuration. */
    Collection<Client> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** Whether a client that both have may something else there, or comes with another credential. */
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
