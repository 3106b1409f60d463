package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import javax.net.ssl.SSLException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import reactor.netty.Connection;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/** Creates the HTTP client, with Reactor Netty's automatic retries and redirects disabled. */
final class UpstreamHttp {

    private UpstreamHttp() {}

    static HttpClient client(ConnectionProvider connections, UpstreamProperties properties, SslBundles bundles) {
        var tls = tls(properties.sslBundle(), bundles);
        var http = HttpClient.create(connections)
                // its silent retry on a reset connection could be billed twice
                .disableRetry(true)
                .followRedirect(false)
                .protocol(HttpProtocol.HTTP11)
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(
                        Math.toIntExact(properties.maxResponseHeaderSize().toBytes())))
                .responseTimeout(properties.responseTimeout())
                // runs when a connection is ready and before the first byte is written
                .doOnRequest(UpstreamHttp::beginSending)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(properties.connectTimeout().toMillis()))
                .secure(spec -> spec.sslContext(tls).handshakeTimeout(properties.tlsTimeout()));
        return properties.proxy().isBlank() ? http : through(properties.proxy(), http);
    }

    private static void beginSending(HttpClientRequest request, Connection connection) {
        request.currentContextView()
                .<Sending>getOrEmpty(AimlPost.SENDING)
                .filter(sending -> !sending.beginOn(connection.channel()))
                .ifPresent(_ -> {
                    throw new IllegalStateException("nobody waits for it any more");
                });
    }

    private static SslContext tls(String bundle, SslBundles bundles) {
        try {
            var builder = SslContextBuilder.forClient();
            if (!bundle.isBlank()) {
                var managers = bundles.getBundle(bundle).getManagers();
                builder.trustManager(managers.getTrustManagerFactory()).keyManager(managers.getKeyManagerFactory());
            }
            return builder.build();
        } catch (NoSuchSslBundleException _) {
            throw new StartupException("gateway.upstream.ssl-bundle names no bundle of spring.ssl.bundle");
        } catch (SSLException e) {
            throw new StartupException("gateway.upstream.ssl-bundle cannot be used: " + e.getMessage());
        }
    }

    private static HttpClient through(String proxy, HttpClient http) {
        URI uri;
        try {
            uri = URI.create(proxy);
        } catch (IllegalArgumentException _) {
            throw badProxy();
        }
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() == -1) {
            throw badProxy();
        }
        return http.proxy(spec -> {
            var to = spec.type(ProxyProvider.Proxy.HTTP).host(uri.getHost()).port(uri.getPort());
            var user = uri.getUserInfo();
            if (user != null) {
                var colon = user.indexOf(':');
                to.username(colon < 0 ? user : user.substring(0, colon))
                        .password(_ -> colon < 0 ? "" : user.substring(colon + 1));
            }
        });
    }

    /** Omits the value, which may contain a password. */
    private static StartupException badProxy() {
        return new StartupException("gateway.upstream.proxy must be http://[user:password@]host:port");
    }
}
