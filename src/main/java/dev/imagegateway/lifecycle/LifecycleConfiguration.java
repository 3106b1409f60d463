package dev.imagegateway.lifecycle;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.CatalogueProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LifecycleConfiguration {

    @Bean
    LifecycleReport lifecycleReport(Catalogue catalogue, MeterRegistry meters) {
        return new LifecycleReport(catalogue, meters);
    }

    @Bean
    LifecycleWatch lifecycleWatch(BillingClient books, Catalogue catalogue, CatalogueProperties properties) {
        return new LifecycleWatch(books, catalogue, properties.lifecycleInterval());
    }
}
