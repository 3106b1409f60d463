package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.problem.StartupException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clients, and what keeps them up to date.
 *
 * @param reload null without a file of clients
 */
record WatchedClients(Clients clients, @Nullable ClientReload reload) implements AutoCloseable {

    /** @throws StartupException when a client cannot be read from where it is configured */
    static WatchedClients read(ClientProperties properties, ClientRegistryReader reader, MeterRegistry meters) {
        var own = new Source(properties.clients(), properties.limits().asDefault("gateway.limits"));
        var path = properties.clientsFile();
        if (path == null || path.toString().isBlank()) {
            return new WatchedClients(new Clients(reader.read(List.of(own))), null);
        }
        var interval = properties.clientsRefresh();
        StartupException.unlessWithin("gateway.clients-refresh", interval, Duration.ofMillis(100), Duration.ofHours(1));
        var file = new ClientFile(path);
        var content = file.content();
        try {
            var clients = new Clients(reader.read(List.of(own, file.parse(content, own.defaults()))));
            return new WatchedClients(clients, new ClientReload(file, own, content, reader, clients, interval, meters));
        } catch (StartupException e) {
            throw new StartupException("gateway.clients-file " + path + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (reload != null) {
            reload.close();
        }
    }
}
