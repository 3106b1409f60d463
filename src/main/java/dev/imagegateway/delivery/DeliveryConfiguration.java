package dev.imagegateway.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean(destroyMethod = "dispose")
    ConnectionProvider imageConnections() {
        return ConnectionProvider.builder("images")
                .maxConnections(256)
                .maxIdleTime(Duration.ofSeconds(15))
                .build();
    }

    @Bean
    Base64Memory base64Memory(DeliveryProperties properties, MeterRegistry meters) {
        return new Base64Memory(properties.base64Bytes(), meters);
    }

    /** A client of its own: it shares neither the key nor the connections of the one that generates. */
    @Bean
    ImageDelivery imageDelivery(ConnectionProvider imageConnections, DeliveryProperties properties) {
        var maxImage = Math.toIntExact(properties.maxImageSize().toBytes());
        var web = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(
                        HttpClient.create(imageConnections).followRedirect(false)))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(maxImage))
                .build();
        return new ImageDelivery(new ImageFetcher(web, properties), properties.urlTrust());
    }
}
