package dev.imagegateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.secret.SecretFile;
import dev.imagegateway.support.GatewayWithTokens;
import dev.imagegateway.support.HttpsStub;
import dev.imagegateway.support.RawUpstream;
import dev.imagegateway.support.TestIssuer;
import dev.imagegateway.support.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How an issuer is reached where the plain way is not the way. */
@ExtendWith(OutputCaptureExtension.class)
class IssuerHttpTests {

    private static final String SUBJECT = "shop-service";
    private static final String NAMED = "--gateway.clients[0].subjects[0].subject=" + SUBJECT;
    private static final String OFTEN = "--gateway.jwt.keys-interval=100ms";

    private TestIssuer issuer;

    @BeforeEach
    void start() {
        issuer = TestIssuer.start();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private void assertServes(GatewayWithTokens desk) {
        var answer = desk.generate(issuer.token(SUBJECT));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @Test
    void tokenFileIsShownToTheIssuerAndReadAgain(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), TestKeys.TEAM_B + "\n");
        try (var desk = GatewayWithTokens.open(
                issuer.settings(0), NAMED, OFTEN, "--gateway.jwt.issuers[0].token-file=" + file)) {
            assertServes(desk);
            assertThat(issuer.looks())
                    .hasSize(2)
                    .allSatisfy(look -> assertThat(look.authorization()).isEqualTo("Bearer " + TestKeys.TEAM_B));

            Files.writeString(file, TestKeys.TEAM_C);
            await().untilAsserted(() -> {
                issuer.rotate();
                desk.generate(issuer.token(SUBJECT));
                assertThat(issuer.looks().getLast().authorization()).isEqualTo("Bearer " + TestKeys.TEAM_C);
            });
        }
    }

    @Test
    void tokenFileIsShownToNobodyElse(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), TestKeys.TEAM_B);
        try (var other = TestIssuer.start();
                var desk = GatewayWithTokens.open(
                        issuer.settings(0), NAMED, "--gateway.jwt.issuers[0].token-file=" + file)) {
            issuer.keysAreAt(other.jwks());
            other.serves(issuer.keySet());

            assertServes(desk);
            assertThat(other.looks())
                    .singleElement()
                    .satisfies(look -> assertThat(look.authorization()).isEmpty());
        }
    }

    @Test
    void issuerIsTrustedByItsBundleAndByNothingElse(@TempDir Path folder) throws Exception {
        var store = folder.resolve("store.p12");
        var certificate = HttpsStub.certify(folder, store);
        var server = HttpsStub.start(store);
        var other = TestIssuer.named("stranger");
        server.createContext("/keys", exchange -> {
            try (exchange) {
                var keys = issuer.keySet().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        var keys = "https://127.0.0.1:" + server.getAddress().getPort() + "/keys";
        var settings = IntStream.range(0, 2)
                .mapToObj(i -> (i == 0 ? issuer : other).settings(i))
                .flatMap(List::stream)
                .toList();
        try (other;
                var desk = GatewayWithTokens.open(
                        settings,
                        NAMED,
                        "--gateway.clients[0].subjects[0].issuer=" + issuer.name(),
                        "--gateway.jwt.issuers[0].jwk-set-uri=" + keys,
                        "--gateway.jwt.issuers[0].ssl-bundle=issuer",
                        "--spring.ssl.bundle.pem.issuer.truststore.certificate=file:" + certificate,
                        "--gateway.jwt.issuers[1].jwk-set-uri=" + keys)) {
            assertServes(desk);
            assertThat(desk.generate(other.token(SUBJECT)).problem()).isEqualTo("issuer-unavailable");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void plainHttpIsWarnedOf(CapturedOutput output) {
        var warning = "is asked for its keys over http";
        try (var _ = GatewayWithTokens.open(issuer.settings(0), NAMED)) {
            assertThat(output.getAll()).doesNotContain(warning);
        }
        try (var far = TestIssuer.named("http://issuer.invalid");
                var _ = GatewayWithTokens.open(far.settings(0), NAMED)) {
            assertThat(output.getAll()).contains("gateway.jwt.issuers[0] " + warning);
        }
    }

    @Test
    void issuerThatRepeatsTheTokenDoesNotBringItIntoTheLog(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), TestKeys.TEAM_B);
        try (var echo = new RawUpstream((self, socket) -> {
                    self.read(socket);
                    RawUpstream.write(socket, "HTTP/1.1 2" + TestKeys.TEAM_B.substring(2) + "\u009b\r\n\r\n");
                });
                var http = new IssuerHttp(
                        echo.url(), Duration.ofSeconds(5), null, new SecretFile(file, Duration.ofMinutes(1)))) {
            assertThatThrownBy(() -> http.get(echo.url(), Duration.ofSeconds(5)))
                    .isInstanceOf(IOException.class)
                    .hasNoCause()
                    .hasMessageContaining("Invalid status line")
                    .hasMessageContaining("…")
                    .satisfies(failure -> assertThat(failure.getMessage())
                            .doesNotContain(TestKeys.TEAM_B.substring(4, 13), TestKeys.TEAM_B.substring(20, 29)));
        }
    }
}
