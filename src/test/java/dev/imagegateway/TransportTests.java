package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the upstream is reached where the plain way is not the way: by other trust, or through a proxy. */
class TransportTests {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @Test
    void upstreamIsTrustedByTheBundleThatIsNamedAndByNothingElse(@TempDir Path folder) throws Exception {
        var store = folder.resolve("store.p12");
        var certificate = certify(folder, store);
        var server = https(store);
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

    /** Makes a key for 127.0.0.1, and answers its certificate. */
    static Path certify(Path folder, Path store) throws IOException, InterruptedException {
        var certificate = folder.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "upstream",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "upstream",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        return certificate;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    static HttpsServer https(Path store) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                var body = "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
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
