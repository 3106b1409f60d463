package dev.imagegateway.client;

import dev.imagegateway.problem.StartupException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which key belongs to which client. */
final class ClientKeys {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Map<KeyHash, Client> clients = new HashMap<>();
    private final Map<String, Client> byId = new LinkedHashMap<>();

    /** @throws StartupException when there is no client, or the first fault in their configuration */
    ClientKeys(ClientProperties properties) {
        if (properties.clients().isEmpty()) {
            throw new StartupException("no client may call: set gateway.clients[0].id and gateway.clients[0].key-hashes"
                    + " (or GATEWAY_CLIENTS_0_ID and GATEWAY_CLIENTS_0_KEYHASHES, the SHA-256 of its key in hex)");
        }
        for (int i = 0; i < properties.clients().size(); i++) {
            var entry = properties.clients().get(i);
            var where = "gateway.clients[" + i + "]";
            if (entry.id() == null || !ID.matcher(entry.id()).matches()) {
                throw new StartupException(where + ".id must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and start with"
                        + " a letter or digit");
            }
            if (byId.containsKey(entry.id())) {
                throw new StartupException(where + ".id is that of an earlier client: give each its own");
            }
            var budget = entry.budget().checked(where + ".budget");
            var client = new Client(entry.id(), Set.copyOf(entry.roles()), budget);
            byId.put(client.id(), client);
            add(where, entry, client);
        }
    }

    private void add(String where, ClientProperties.Entry entry, Client client) {
        if (entry.keyHashes().isEmpty()) {
            throw new StartupException(where + ".key-hashes is empty: give the SHA-256 of the client's key in hex");
        }
        for (int i = 0; i < entry.keyHashes().size(); i++) {
            // never with the value: it may be a key put where its hash belongs
            var at = where + ".key-hashes[" + i + "]";
            var hash = KeyHash.parse(entry.keyHashes().get(i))
                    .orElseThrow(() -> new StartupException(at + " is no SHA-256 in hex: 64 digits, as printf %s KEY |"
                            + " sha256sum prints them; a plain key does not belong here"));
            if (clients.put(hash, client) != null) {
                throw new StartupException(at + " appears twice: every key belongs to one client");
            }
        }
    }

    Optional<Client> find(String key) {
        return Optional.ofNullable(clients.get(KeyHash.of(key)));
    }

    /** Every client, in the order of their configuration. */
    Collection<Client> all() {
        return Collections.unmodifiableCollection(byId.values());
    }
}
