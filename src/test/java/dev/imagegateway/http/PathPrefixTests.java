package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leads on from an answer keeps the prefix under which its reader reaches the gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Suite.class)
class PathPrefixTests {

    private static final String PREFIX = "/team/images";

    private RunningSandbox server;
    private Sandbox sandbox;
    private Gateway trusting;

    @BeforeAll
    void open() {
        server = RunningSandbox.start();
        sandbox = server.sandbox();
        trusting = Gateway.start(
                server.url(), "--server.forward-headers-strategy=native", "--gateway.upstream.retry.max-attempts=1");
    }

    @AfterAll
    void close() {
        trusting.close();
        server.close();
    }

    /** The proxy removes its prefix and names it; a context path is sent along. */
    private static HttpRequest.Builder prefixed(HttpRequest.Builder request, String sent) {
        return sent.isEmpty()
                ? request.header("X-Forwarded-For", "203.0.113.9").header("X-Forwarded-Prefix", PREFIX)
                : request;
    }

    private static Answer get(Gateway gateway, String sent, String path) {
        return gateway.send(
                prefixed(gateway.to(sent + path), sent).header("Authorization", "Bearer " + TestKeys.CLIENT));
    }

    @Test
    void everyLinkKeepsThePrefixOfATrustedProxy() {
        assertKeepsPrefix(trusting, "", true);
    }

    /** Spring's filter removes the second slash of a path. */
    @ParameterizedTest
    @CsvSource({
        "--server.forward-headers-strategy=framework, '', false",
        "--server.servlet.context-path=/team/images, /team/images, true"
    })
    void everyLinkKeepsThePrefix(String setting, String sent, boolean refusesSlashes) {
        try (var gateway = Gateway.start(sandbox.url(), setting)) {
            assertKeepsPrefix(gateway, sent, refusesSlashes);
        }
    }

    private static void assertKeepsPrefix(Gateway gateway, String sent, boolean refusesSlashes) {
        var accepted = gateway.send(prefixed(gateway.generation(Gateway.A_CAT), sent)
                .uri(gateway.to(sent + "/v1/images/generations").build().uri())
                .header("Prefer", "respond-async"));
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        assertThat(accepted.header("Location")).startsWith(PREFIX + "/v1/generations/gen-");

        var missing = get(gateway, sent, "/v1/generations/none");
        assertThat(missing.json().path("type").asString()).isEqualTo(PREFIX + "/problems/not-found");
        assertThat(missing.json().path("instance").asString()).isEqualTo(PREFIX + "/v1/generations/none");

        if (refusesSlashes) {
            var refused = get(gateway, sent, "/v1//models");
            assertThat(refused.json().path("type").asString()).isEqualTo(PREFIX + "/problems/invalid-request");
        }

        assertThat(get(gateway, sent, "/problems").text()).contains("href=\"" + PREFIX + "/problems/not-found\"");
        assertThat(get(gateway, sent, "/problems/not-found").text()).contains("href=\"" + PREFIX + "/problems\"");
        assertThat(get(gateway, sent, "/").text()).contains("href=\"" + PREFIX + "/docs\"");
        assertThat(get(gateway, sent, "/v3/api-docs")
                        .json()
                        .at("/servers/0/url")
                        .asString())
                .isEqualTo(PREFIX);
        assertThat(get(gateway, sent, "/docs").header("Location")).contains(PREFIX + "/swagger-ui/index.html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "/a\"b", "https://evil.example", "/a, b"})
    void prefixThatIsNoneIsIgnored(String prefix) {
        var answer = trusting.send(trusting.to("/v1/models")
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Prefix", prefix));

        assertThat(answer.problem()).isEqualTo("unauthenticated");
        assertThat(answer.json().path("instance").asString()).isEqualTo("/v1/models");
    }

    @Test
    void prefixOfAProxyThatNobodyTrustsIsIgnored(Gateway gateway) {
        assertThat(gateway.send(prefixed(gateway.to("/v1/models"), "")).problem())
                .isEqualTo("unauthenticated");
    }

    @Test
    void failedGenerationNamesItsProblemBelowThePrefix() {
        sandbox.fault("{\"fault\":\"internal-error\",\"times\":1}");
        var failed = trusting.generate(Gateway.A_CAT);
        assertThat(failed.problem()).isEqualTo("upstream-failed");

        var entry = get(trusting, "", "/v1/generations/" + failed.header("X-Generation-Id"));

        assertThat(entry.json().at("/problem/type").asString()).isEqualTo(PREFIX + "/problems/upstream-failed");
    }
}
