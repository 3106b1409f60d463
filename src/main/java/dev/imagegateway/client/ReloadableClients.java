package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.reload.Reloadable;
import dev.imagegateway.settings.Faults;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The file of clients, which is followed while the gateway runs.
 *
 * @param file the file
 * @param own the clients from the settings
 */
record ReloadableClients(ClientFile file, Source own, ClientRegistryReader reader, Clients clients)
        implements Reloadable<byte[]> {

    @Override
    public String name() {
        return "clients";
    }

    @Override
    public String subject() {
        return "clients";
    }

    @Override
    public String source() {
        return "file of clients";
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public byte[] read() {
        return file.content();
    }

    @Override
    public boolean areEqual(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }

    @Override
    public Map<String, Object> apply(byte[] content) {
        var faults = new Faults();
        var next = reader.read(List.of(own, file.parse(content, own.defaults(), faults)), faults);
        var before = clients.registry();
        clients.replace(next);
        var changes = new LinkedHashMap<String, Object>();
        changes.put("added", ids(next, client -> before.named(client.id()).isEmpty()));
        changes.put("removed", ids(before, client -> next.named(client.id()).isEmpty()));
        changes.put("changed", ids(next, client -> before.differsIn(client.id(), next)));
        return changes;
    }

    private static List<String> ids(ClientRegistry registry, Predicate<Client> which) {
        return registry.all().stream().filter(which).map(Client::id).toList();
    }
}
