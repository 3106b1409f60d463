package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.CatalogueProperties;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.settings.BoundSettings;
import dev.imagegateway.settings.Faults;
import dev.imagegateway.settings.SettingsCheck;
import java.util.List;

/** Checks the clients, including those in the file, and the issuers of tokens. */
final class ClientsCheck implements SettingsCheck {

    @Override
    public void check(BoundSettings settings, Faults faults) {
        var jwt = settings.find(JwtProperties.class).orElse(null);
        var clients = settings.find(ClientProperties.class).orElse(null);
        var catalogue = settings.find(CatalogueProperties.class).orElse(null);
        if (jwt == null || clients == null || catalogue == null) {
            return;
        }
        faults.addAll(jwt.faults());
        Catalogue models;
        try {
            models = Catalogue.read(catalogue);
        } catch (StartupException _) {
            // reported by the check of the catalogue
            return;
        }
        faults.check(() -> read(clients, new ClientRegistryReader(models, jwt)));
    }

    private static void read(ClientProperties properties, ClientRegistryReader reader) {
        var own = Source.of(properties);
        var faults = new Faults();
        var path = properties.clientsFile();
        if (path == null || path.toString().isBlank()) {
            reader.read(List.of(own), faults);
            return;
        }
        reader.read(List.of(own, new ClientFile(path).read(own.defaults(), faults)), faults);
    }
}
