package dev.imagegateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What leads on from an answer keeps the prefix under which its reader reaches the gateway. */
@ExtendWith(Suite.class)
class PathPrefixTests {

    private static final String PREFIX = "/team/images";

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

    @ParameterizedTest
    @CsvSource({
        "--server.forward-headers-strategy=native, ''",
        "--server.forward-headers-strategy=framework, ''",
        "--server.servlet.context-path=/team/images, /team/images"
    })
    void everyLinkKeepsThePrefix(String setting, String sent, Sandbox sandbox) {
        try (var gateway = Gateway.start(sandbox.url(), setting)) {
            var accepted = gateway.send(prefixed(gateway.generation(Gateway.A_CAT), sent)
                    .uri(gateway.to(sent + "/v1/images/generations").build().uri())
                    .header("Prefer", "respond-async"));
            assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
            assertThat(accepted.header("Location")).startsWith(PREFIX + "/v1/generations/gen-");

            var missing = get(gateway, sent, "/v1/generations/none");
            assertThat(missing.json().path("type").asString()).isEqualTo(PREFIX + "/problems/not-found");
            assertThat(missing.json().path("instance").asString()).isEqualTo(PREFIX + "/v1/generations/none");

            // Spring's filter removes the second slash
            if (!setting.contains("framework")) {
                var refused = get(gateway, sent, "/v1//models");
                assertThat(refused.json().path("type").asString()).isEqualTo(PREFIX + "/problems/invalid-request");
            }

            assertThat(get(gateway, sent, "/problems").text()).contains("href=\"" + PREFIX + "/problems/not-found\"");
            assertThat(get(gateway, sent, "/problems/not-found").text()).contains("href=\"" + PREFIX + "/problems\"");
            assertThat(get(gateway, sent, "/").text()).contains("href=\"" + PREFIX + "/docs\"");
            assertThat(get(gateway, sent, "/docs").header("Location")).contains(PREFIX + "/swagger-ui/index.html");
        }
    }

    @ParameterizedTest
    @CsvSource({"native, //evil.example", "native, /a\"b", "native, https://evil.example", "none, /team/images"})
    void prefixThatIsNoneOrNotTrustedIsIgnored(String strategy, String prefix, Sandbox sandbox) {
        try (var gateway = Gateway.start(sandbox.url(), "--server.forward-headers-strategy=" + strategy)) {
            var answer = gateway.send(gateway.to("/v1/models")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .header("X-Forwarded-Prefix", prefix));

            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(answer.json().path("instance").asString()).isEqualTo("/v1/models");
        }
    }

    @Test
    void failedGenerationNamesItsProblemBelowThePrefix(Sandbox sandbox) {
        try (var gateway = Gateway.start(
                sandbox.url(), "--server.forward-headers-strategy=native", "--gateway.upstream.retry.max-attempts=1")) {
            sandbox.fault("{\"fault\":\"internal-error\",\"times\":1}");
            var failed = gateway.generate(Gateway.A_CAT);
            assertThat(failed.problem()).isEqualTo("upstream-failed");

            var entry = get(gateway, "", "/v1/generations/" + failed.header("X-Generation-Id"));

            assertThat(entry.json().at("/problem/type").asString()).isEqualTo(PREFIX + "/problems/upstream-failed");
        }
    }
}
