package dev.imagegateway.images;

import dev.imagegateway.connection.ExchangeGuard;
import dev.imagegateway.connection.PoolGauges;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.ForeignText;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
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
    TransferCapacity transferCapacity(ImagesProperties properties, MeterRegistry meters) {
        return new TransferCapacity(properties.transferCapacity().toBytes(), properties.transferWait(), meters);
    }

    @Bean
    RequestTransfers requestTransfers(TransferCapacity transferCapacity) {
        return new RequestTransfers(transferCapacity);
    }

    @Bean
    Spool spool(ImagesProperties properties) {
        var folder = properties.spool();
        try {
            return new Spool(folder);
        } catch (UncheckedIOException e) {
            throw new StartupException("gateway.images.spool-directory " + folder + " cannot be used: " + e.getCause());
        }
    }

    /** Uses a separate HTTP client, which shares neither key nor connections with the one for generations. */
    @Bean
    ImageSource imageSource(
            ConnectionProvider imageConnections,
            DeliveryProperties properties,
            ForeignText upstreamText,
            Spool spool,
            TransferCapacity transferCapacity,
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
        return new ImageSource(new ImageFetcher(web, upstreamText, properties), spool, transferCapacity, properties);
    }

    @Bean
    ImageDelivery imageDelivery(
            ImageSource imageSource,
            RequestTransfers requestTransfers,
            TransferCapacity transferCapacity,
            Spool spool,
            DeliveryProperties properties,
            ImagesProperties images,
            ImageKeeper imageKeeper,
            ImageLinks imageLinks) {
        var reader = new ImageReader(
                imageSource, requestTransfers, transferCapacity, spool, properties.fetchTimeout(), imageKeeper);
        return new ImageDelivery(imageSource, reader, imageKeeper, imageLinks, images.url());
    }
}
