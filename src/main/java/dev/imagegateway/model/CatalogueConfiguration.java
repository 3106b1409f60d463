package dev.imagegateway.model;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CatalogueConfiguration {

    /** The catalogue, and the watcher of the operator's folder if there is one. */
    @Bean
    WatchedCatalogue watchedCatalogue(CatalogueProperties properties, MeterRegistry meters) {
        return WatchedCatalogue.read(properties, meters);
    }

    @Bean
    Catalogue catalogue(WatchedCatalogue watched) {
        return watched.catalogue();
    }
}
