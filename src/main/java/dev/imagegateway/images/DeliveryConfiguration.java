package dev.imagegateway.images;

import dev.imagegateway.connection.ExchangeGuard;
import dev.imagegateway.connection.PoolGauges;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.ForeignText;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    /** To one host at once. */
    private static final int CONNECTIONS = 256;

    /** Bytes that are read from a connection at once. */
    private static final int MAX_READ = 16_384;

    @Bean(destroyMethod = "dispose")
    ConnectionProvider imageConnections(MeterRegistry meters) {
        var gauges = new PoolGauges("images", CONNECTIONS, meters);
        return ConnectionProvider.builder("images")
                .maxConnections(CONNECTIONS)
                .metrics(true, () -> gauges)
                .build();
    }

    @Bean
    PixelLimit pixelLimit(DeliveryProperties properties) {
        return new PixelLimit(properties.maxImagePixels());
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
    Spool spool(ImagesProperties properties, @Value("${gateway.ledger.directory:data}") Path ledger) {
        var folder = properties.spool(ledger);
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
            PixelLimit pixelLimit,
            ForeignText upstreamText,
            ObjectProvider<AddressResolverGroup<?>> names,
            Spool spool,
            TransferCapacity transferCapacity,
            MeterRegistry meters) {
        var plain = HttpClient.create(imageConnections)
                // many downloads at once must not fill the memory outside the heap
                .option(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(1024, 8192, MAX_READ))
                .protocol(HttpProtocol.HTTP11)
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(
                        Math.toIntExact(properties.maxResponseHeaderSize().toBytes())))
                .followRedirect(false);
        // Reactor Netty resolves names unless there is a bean, as in tests
        var resolver = names.getIfAvailable();
        var http = resolver == null ? plain : plain.resolver(resolver);
        var origins = new AllowedOrigins(properties, upstreamText);
        var web = WebClient.builder()
                // an image that is compressed once more would have no known size
                .defaultHeader(HttpHeaders.ACCEPT_ENCODING, "identity")
                .filter(new FetchGuard(origins))
                .clientConnector(connector(
                        FetchConnection.known(ExchangeGuard.guard(http, "images", meters)),
                        origins,
                        new AddressPolicy(properties.allowedNetworks(), upstreamText)))
                .build();
        return new ImageSource(
                new ImageFetcher(web, origins, properties), pixelLimit, spool, transferCapacity, properties);
    }

    /** Connects to allowed addresses only. A server that the configuration names by its address may have any. */
    private static ClientHttpConnector connector(HttpClient http, AllowedOrigins origins, AddressPolicy addresses) {
        var explicit = new ReactorClientHttpConnector(http);
        var resolved =
                new ReactorClientHttpConnector(http.resolvedAddressesSelector((_, found) -> addresses.allowed(found)));
        return (method, url, request) -> (origins.isExplicit(url) ? explicit : resolved).connect(method, url, request);
    }

    @Bean
    ImageViews imageViews(ImageKeeper imageKeeper, ImageLinks imageLinks) {
        return new ImageViews(imageKeeper, imageLinks);
    }

    @Bean
    ImageDelivery imageDelivery(
            ImageSource imageSource,
            RequestTransfers requestTransfers,
            TransferCapacity transferCapacity,
            Spool spool,
            PixelLimit pixelLimit,
            DeliveryProperties properties,
            ImagesProperties images,
            ImageKeeper imageKeeper,
            ImageLinks imageLinks) {
        var reader = new ImageReader(
                imageSource, requestTransfers, transferCapacity, spool, properties.fetchTimeout(), imageKeeper);
        return new ImageDelivery(imageSource, reader, pixelLimit, imageKeeper, imageLinks, images.url());
    }
}
