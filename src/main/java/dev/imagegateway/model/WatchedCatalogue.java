package dev.imagegateway.model;

import dev.imagegateway.reload.ContentReload;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue, and the reload that keeps it up to date.
 *
 * @param reload null without an operator's folder
 */
record WatchedCatalogue(Catalogue catalogue, @Nullable ContentReload<Map<String, byte[]>> reload)
        implements AutoCloseable {

    /** @throws dev.imagegateway.problem.StartupException if a document is invalid */
    static WatchedCatalogue read(CatalogueProperties properties, MeterRegistry meters) {
        var sources = new CatalogueSources(properties);
        var found = sources.inDirectory();
        var catalogue = new Catalogue(properties, sources.read(found));
        return new WatchedCatalogue(
                catalogue,
                sources.directory() == null
                        ? null
                        : new ContentReload<>(
                                new ReloadableCatalogue(sources, catalogue), found, properties.refresh(), meters));
    }

    @Override
    public void close() {
        if (reload != null) {
            reload.close();
        }
    }
}
