package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.CertificateAuthority;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The gateway's own TLS, by Spring's bundles: certificates that change while it runs, and clients that have to show one. */
@ExtendWith({Suite.class, OutputCaptureExtension.class})
class TlsTests {

    private static Gateway start(Sandbox sandbox, SSLContext client, Stream<String> keys, String... settings) {
        return Gateway.startSecure(
                sandbox.url(), client, Stream.concat(keys, Stream.of(settings)).toArray(String[]::new));
    }

    /** The certificate that a new connection is shown. */
    private static X509Certificate shown(SSLContext client, int port) throws IOException {
        try (var socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** In TLS 1.3 a client learns that its certificate is missed when it reads. */
    private static int ask(SSLContext client, int port) throws IOException {
        try (var socket = client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        }
    }

    @Test
    void newCertificateIsShownWithoutARestart(@TempDir Path folder, Sandbox sandbox, CapturedOutput output)
            throws IOException {
        var authority = new CertificateAuthority(folder, "ca");
        var client = authority.client(false, authority);
        try (var gateway = start(
                sandbox,
                client,
                authority.issue("server", "server"),
                "--server.ssl.bundle=server",
                "--spring.ssl.bundle.pem.server.reload-on-update=true",
                "--spring.ssl.bundle.watch.file.quiet-period=200ms")) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(gateway.actuator("/health").status()).isEqualTo(200);
            var first = shown(client, gateway.port());

            CertificateAuthority.write(folder.resolve("server.crt"), "nonsense");
            await().atMost(Duration.ofSeconds(60)).until(() -> output.getAll().contains("Unexpected SSL reload error"));
            assertThat(shown(client, gateway.port())).isEqualTo(first);

            authority.issue("server", "server");
            for (var port : new int[] {gateway.port(), gateway.managementPort()}) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !shown(client, port).equals(first));
            }
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
        }
    }

    @Test
    void clientsShowACertificateWhereTheyHaveTo(@TempDir Path folder, Sandbox sandbox) {
        var authority = new CertificateAuthority(folder, "ca");
        var keys = authority.issue("server", "server");
        var stranger = new CertificateAuthority(folder, "another");
        stranger.issue("stranger", "stranger");
        try (var gateway = start(
                sandbox,
                authority.client(true, authority),
                keys,
                "--spring.ssl.bundle.pem.server.truststore.certificate=file:" + folder.resolve("ca.crt"),
                "--server.ssl.bundle=server",
                "--server.ssl.client-auth=need")) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            assertThat(gateway.actuator("/health").status()).isEqualTo(200);

            for (var port : new int[] {gateway.port(), gateway.managementPort()}) {
                // whether the alert or the end of the connection is seen first is a race; there is no answer either way
                assertThatThrownBy(() -> ask(authority.client(false, authority), port))
                        .isInstanceOf(IOException.class);
                assertThatThrownBy(() -> ask(stranger.client(true, authority), port))
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
