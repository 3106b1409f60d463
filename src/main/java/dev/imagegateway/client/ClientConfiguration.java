package dev.imagegateway.client;

import dev.imagegateway.client.ClientRegistryReader.Source;
import dev.imagegateway.image.ModelCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

    @Bean
    Clients clients(ClientProperties properties, JwtProperties jwt, ModelCatalogue catalogue) {
        var own = new Source(properties.clients(), properties.limits().asDefault("gateway.limits"));
        return new Clients(new ClientRegistryReader(catalogue, jwt).read(List.of(own)));
    }

    @Bean
    ClientAuthenticator clientAuthenticator(Clients clients, TokenIssuers issuers, MeterRegistry meters) {
        return new ClientAuthenticator(clients, issuers, meters);
    }
}
