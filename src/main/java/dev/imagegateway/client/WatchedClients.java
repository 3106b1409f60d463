package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.problem.StartupException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
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
        var own = new Source(properties.clients(), properties.limits().asDefault());
        var path = properties.clientsFile();
        if (path == null || path.toString().isBlank()) {
            return new WatchedClients(new Clients(reader.read(List.of(own))), null);
        }
        var file = new ClientFile(path);
        var content = file.content();
        try {
            var clients = new Clients(reader.read(List.of(own, file.parse(content, own.defaults()))));
            return new WatchedClients(
                    clients,
                    new ClientReload(file, own, content, reader, clients, properties.clientsRefresh(), meters));
        } catch (StartupException e) {
            throw inFile(path, e);
        }
    }

    /** What is wrong with clients of which some are in a file. */
    static StartupException inFile(Path path, StartupException e) {
        return new StartupException(e.faults().stream()
                .map(fault -> "gateway.clients-file " + path + ": " + fault)
                .toList());
    }

    @Override
    public void close() {
        if (reload != null) {
            reload.close();
        }
    }
}
