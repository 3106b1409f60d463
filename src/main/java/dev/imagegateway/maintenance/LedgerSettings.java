package dev.imagegateway.maintenance;

import dev.imagegateway.store.StoreProperties;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The settings by which a gateway finds its ledger.
 *
 * @param directory {@code gateway.ledger.directory}
 * @param accept {@code gateway.ledger.accept}
 * @param where {@code spring.datasource}
 */
record LedgerSettings(Path directory, String accept, StoreProperties where) {

    static LedgerSettings of(Environment environment) {
        var binder = Binder.get(environment);
        return new LedgerSettings(
                binder.bind("gateway.ledger.directory", Path.class).orElse(Path.of("data")),
                binder.bind("gateway.ledger.accept", String.class).orElse(""),
                binder.bindOrCreate("spring.datasource", StoreProperties.class));
    }
}
