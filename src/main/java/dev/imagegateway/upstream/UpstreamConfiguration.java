package dev.imagegateway.upstream;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelOption;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {

    @Bean(destroyMethod = "dispose")
    ConnectionProvider upstreamConnections(UpstreamProperties properties) {
        return ConnectionProvider.builder("upstream")
                .maxConnections(properties.maxConnections())
                .maxIdleTime(properties.idleTimeout())
                .evictInBackground(properties.idleTimeout())
                .build();
    }

    @Bean
    AimlImageClient aimlImageClient(
            WebClient.Builder builder,
            ConnectionProvider upstreamConnections,
            UpstreamProperties properties,
            MeterRegistry meters,
            ObjectProvider<BuildProperties> build) {
        var http = HttpClient.create(upstreamConnections)
                // its silent resend on a reset connection could pay twice
                .disableRetry(true)
                .followRedirect(false)
                .protocol(HttpProtocol.HTTP11)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(properties.connectTimeout().toMillis()))
                .secure(tls -> tls.sslContext(reactor.netty.tcp.SslProvider.defaultClientProvider()
                                .getSslContext())
                        .handshakeTimeout(properties.connectTimeout()));
        var version =
                build.stream().findFirst().map(BuildProperties::getVersion).orElse("dev");
        var maxResponse = Math.toIntExact(properties.maxResponseSize().toBytes());
        var web = builder.clientConnector(new ReactorClientHttpConnector(http))
                .baseUrl(properties.baseUrl().toString())
                // AIML's edge turns away library agents
                .defaultHeader(HttpHeaders.USER_AGENT, "image-gateway/" + version)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(maxResponse))
                .build();
        return new AimlImageClient(web, properties.key(), properties.attemptTimeout(), meters);
    }
}
