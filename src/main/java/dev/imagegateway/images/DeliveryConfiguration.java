package dev.imagegateway.images;

import dev.imagegateway.connection.ExchangeGuard;
import dev.imagegateway.connection.PoolGauges;
import dev.imagegateway.secret.ForeignText;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    /** To one host at once. */
    private static final int CONNECTIONS = 256;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider imageConnections(MeterRegistry meters) {
        var gauges = new PoolGauges("images", CONNECTIONS, meters);
        return ConnectionProvider.builder("images")
                .maxConnections(CONNECTIONS)
                .metrics(true, () -> gauges)
                .build();
    }

    @Bean
    Base64Memory base64Memory(DeliveryProperties properties, MeterRegistry meters) {
        return new Base64Memory(properties.base64Bytes(), meters);
    }

    /** Uses a separate HTTP client, which shares neither key nor connections with the one for generations. */
    @Bean
    ImageSource imageSource(
            ConnectionProvider imageConnections,
            DeliveryProperties properties,
            ForeignText upstreamText,
            MeterRegistry meters) {
        var http = HttpClient.create(imageConnections)
                .protocol(HttpProtocol.HTTP11)
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(
                        Math.toIntExact(properties.maxResponseHeaderSize().toBytes())))
                .followRedirect(false);
        var web = WebClient.builder()
                // an image that is compressed once more would have no known size
                .defaultHeader(HttpHeaders.ACCEPT_ENCODING, "identity")
                .clientConnector(new ReactorClientHttpConnector(
                        FetchConnection.known(ExchangeGuard.guard(http, "images", meters))))
                .build();
        return new ImageSource(new ImageFetcher(web, upstreamText, properties), properties);
    }

    @Bean
    ImageDelivery imageDelivery(
            ImageSource imageSource,
            Base64Memory base64Memory,
            DeliveryProperties properties,
            ImageKeeper imageKeeper,
            ImageLinks imageLinks) {
        return new ImageDelivery(imageSource, base64Memory, properties.fetchTimeout(), imageKeeper, imageLinks);
    }
}
