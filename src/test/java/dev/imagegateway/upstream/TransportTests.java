package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.HttpsStub;
import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the upstream is reached where the plain way is not the way: by other trust, or through a proxy. */
class TransportTests {

    @Test
    void upstreamIsTrustedByTheBundleThatIsNamedAndByNothingElse(@TempDir Path folder) throws Exception {
        var store = folder.resolve("store.p12");
        var certificate = HttpsStub.certify(folder, store);
        var server = HttpsStub.start(store);
        var url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        try (var trusting = Gateway.start(
                        url,
                        "--gateway.upstream.ssl-bundle=upstream",
                        "--spring.ssl.bundle.pem.upstream.truststore.certificate=file:" + certificate);
                var stranger = Gateway.start(url, "--gateway.upstream.retry.max-attempts=1")) {
            assertThat(trusting.generate(Gateway.A_CAT).status()).isEqualTo(200);

            assertThat(stranger.generate(Gateway.A_CAT).problem()).isEqualTo("upstream-unavailable");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void upstreamIsReachedThroughTheProxy() {
        var heads = new CopyOnWriteArrayList<String>();
        try (var proxy = new RawUpstream((self, socket) -> {
                    heads.add(RawUpstream.head(socket.getInputStream()));
                    RawUpstream.write(socket, "HTTP/1.1 200 Connection established\r\n\r\n");
                    self.readPost(socket);
                    RawUpstream.write(socket, RawUpstream.OK);
                });
                var gateway = Gateway.start(
                        URI.create("http://upstream.invalid:81"),
                        "--gateway.upstream.proxy=http://user:secret@127.0.0.1:" + proxy.port())) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);

            assertThat(heads)
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT upstream.invalid:81 ")
                    .containsIgnoringCase("Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=")
                    .doesNotContain(TestKeys.UPSTREAM);
        }
    }

    @Test
    void proxyThatRefusesMeansNothingWasSent() {
        try (var proxy = new RawUpstream((_, socket) -> {
                    RawUpstream.head(socket.getInputStream());
                    RawUpstream.write(socket, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
                });
                var gateway = Gateway.start(
                        URI.create("http://upstream.invalid:81"),
                        "--gateway.upstream.retry.max-attempts=1",
                        "--gateway.upstream.proxy=http://127.0.0.1:" + proxy.port())) {
            assertThat(gateway.generate(Gateway.A_CAT).problem()).isEqualTo("upstream-unavailable");
            assertThat(proxy.posts()).isZero();
        }
    }
}
