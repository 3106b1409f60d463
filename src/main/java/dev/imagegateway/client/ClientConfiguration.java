package dev.imagegateway.client;

import dev.imagegateway.model.Catalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

    @Bean
    ClientRegistryReader clientRegistryReader(Catalogue catalogue, JwtProperties jwt) {
        return new ClientRegistryReader(catalogue, jwt);
    }

    /** The clients, and the watcher of the clients file if there is one. */
    @Bean
    WatchedClients watchedClients(ClientProperties properties, ClientRegistryReader reader, MeterRegistry meters) {
        return WatchedClients.read(properties, reader, meters);
    }

    @Bean
    Clients clients(WatchedClients watched) {
        return watched.clients();
    }

    @Bean
    ClientActivity clientActivity() {
        return new ClientActivity();
    }
}
