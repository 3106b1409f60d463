package dev.imagegateway.client;

import dev.imagegateway.client.ClientProperties.Entry;
import dev.imagegateway.client.ClientProperties.Subject;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.settings.Faults;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Creates a registry from the configuration, or reports its faults. No message contains a value that could be a key.
 */
final class ClientRegistryReader {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Catalogue catalogue;
    private final JwtProperties jwt;

    ClientRegistryReader(Catalogue catalogue, JwtProperties jwt) {
        this.catalogue = catalogue;
        this.jwt = jwt;
    }

    /**
     * The clients of one source.
     *
     * @param place prefix of the names in fault messages; may be empty
     * @param entries as configured; null if they could not be read, which was reported
     * @param defaults the default limits
     */
    record Source(String place, @Nullable List<Entry> entries, Limits defaults) {

        /** The clients in the settings. */
        static Source of(ClientProperties properties) {
            return new Source("", properties.clients(), properties.limits().asDefault());
        }
    }

    /**
     * Creates the registry.
     *
     * @param faults the faults found while the sources were read
     * @throws StartupException with all faults, also if there is no client
     */
    ClientRegistry read(List<Source> sources, Faults faults) {
        var registry = new ClientRegistry();
        var complete = true;
        for (var source : sources) {
            var entries = source.entries();
            if (entries == null) {
                complete = false;
                continue;
            }
            for (int i = 0; i < entries.size(); i++) {
                var where = source.place() + "gateway.clients[" + i + "]";
                var entry = entries.get(i);
                if (entry == null) {
                    // an empty element, which was reported when the settings were bound
                    continue;
                }
                add(registry, where, entry, client(where, entry, source.defaults(), faults), faults);
            }
        }
        if (complete) {
            checkWhole(registry, faults);
        }
        faults.throwIfAny();
        return registry;
    }

    private void checkWhole(ClientRegistry registry, Faults faults) {
        if (registry.all().isEmpty()) {
            faults.add("no client may call: set gateway.clients[0].id and gateway.clients[0].key-hashes"
                    + " (or GATEWAY_CLIENTS_0_ID and GATEWAY_CLIENTS_0_KEYHASHES, the SHA-256 of its key in hex)");
        }
        for (int i = 0; i < jwt.issuers().size(); i++) {
            var named = jwt.issuers().get(i).defaultClient();
            if (!named.isBlank() && registry.named(named).isEmpty()) {
                faults.add("gateway.jwt.issuers[" + i + "].default-client names no client");
            }
        }
    }

    private Client client(String where, Entry entry, Limits defaults, Faults faults) {
        var id = entry.id();
        if (id == null || !ID.matcher(id).matches()) {
            faults.add(where + ".id must be 1 to 64 of a-z, 0-9, '.', '_' and '-', and start with a letter or digit"
                    + ("".equals(id) ? "; it is empty, as null and ~ are in YAML without quotes" : ""));
            // a placeholder, so that the rest can be checked
            id = where;
        }
        return new Client(
                id,
                // an empty element was reported when the settings were bound
                entry.roles().stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet()),
                models(where, entry.models(), faults),
                entry.limits().over(defaults),
                entry.budget(),
                entry.seededResults(),
                entry.imageUrl());
    }

    private ModelAccess models(String where, @Nullable List<String> models, Faults faults) {
        if (models == null) {
            return ModelAccess.ALL;
        }
        for (int i = 0; i < models.size(); i++) {
            var name = models.get(i);
            if (name == null
                    || catalogue.all().stream()
                            .filter(model -> model.lifecycle().isServed())
                            .noneMatch(new ModelAccess(List.of(name))::allows)) {
                faults.add(where + ".models[" + i + "] is the id, alias or family of no model, nor a pattern that"
                        + " matches one" + (name == null ? "" : "; the nearest one is " + catalogue.nearest(name))
                        + ". Leave models out to allow all");
            }
        }
        return new ModelAccess(models.stream().filter(Objects::nonNull).toList());
    }

    private void add(ClientRegistry registry, String where, Entry entry, Client client, Faults faults) {
        registry.add(where, client, faults);
        if (entry.keyHashes().isEmpty() && entry.subjects().isEmpty()) {
            faults.add(where + ".key-hashes is empty: give the SHA-256 of the client's key in hex, or"
                    + " subjects of tokens");
        }
        for (int i = 0; i < entry.keyHashes().size(); i++) {
            // without the value, which may be a key in the wrong place
            var at = where + ".key-hashes[" + i + "]";
            var text = entry.keyHashes().get(i);
            KeyHash.parse(text)
                    .ifPresentOrElse(
                            hash -> registry.add(at, hash, client, faults),
                            () -> faults.add(at + " " + KeyHash.whyNot(text)));
        }
        for (int i = 0; i < entry.subjects().size(); i++) {
            var at = where + ".subjects[" + i + "]";
            var subject = subject(at, entry.subjects().get(i), faults);
            if (subject != null) {
                registry.add(at, subject, client, faults);
            }
        }
    }

    private @Nullable TokenSubject subject(String where, @Nullable Subject subject, Faults faults) {
        if (subject == null || subject.subject() == null || subject.subject().isBlank()) {
            faults.add(where + ".subject is empty: give the claim's value in the client's tokens");
            return null;
        }
        var issuers = jwt.issuers().stream().map(JwtProperties.Issuer::issuer).toList();
        var issuer = subject.issuer() == null && issuers.size() == 1 ? issuers.getFirst() : subject.issuer();
        if (issuer == null || !issuers.contains(issuer)) {
            faults.add(where + ".issuer must be the issuer of one of gateway.jwt.issuers");
            return null;
        }
        return new TokenSubject(issuer, subject.subject());
    }
}
