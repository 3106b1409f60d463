package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.reload.ContentReload;
import dev.imagegateway.settings.Faults;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients, and the reload that keeps them up to date.
 *
 * @param reload null without a clients file
 */
record WatchedClients(Clients clients, @Nullable ContentReload<byte[]> reload) implements AutoCloseable {

    /** @throws StartupException if the configured clients are invalid or cannot be read */
    static WatchedClients read(ClientProperties properties, ClientRegistryReader reader, MeterRegistry meters) {
        var own = Source.of(properties);
        var faults = new Faults();
        var path = properties.clientsFile();
        if (path == null || path.toString().isBlank()) {
            return new WatchedClients(new Clients(reader.read(List.of(own), faults)), null);
        }
        var file = new ClientFile(path);
        var content = file.content();
        var clients = new Clients(reader.read(List.of(own, file.parse(content, own.defaults(), faults)), faults));
        var reloadable = new ReloadableClients(file, own, reader, clients);
        return new WatchedClients(
                clients, new ContentReload<>(reloadable, content, properties.clientsRefresh(), meters));
    }

    @Override
    public void close() {
        if (reload != null) {
            reload.close();
        }
    }
}
