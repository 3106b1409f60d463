package dev.imagegateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.Suite;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who may call, and by which key. */
@ExtendWith({Suite.class, OutputCaptureExtension.class})
class ClientKeyTests {

    @Test
    void eachOfAClientsKeysServes(Gateway gateway) {
        for (var key : List.of(TestKeys.CLIENT, TestKeys.CLIENT_NEXT)) {
            var answer = gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + key));
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void schemeIsReadInAnyCase(Gateway gateway) {
        var answer =
                gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "bearer " + TestKeys.CLIENT));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void nearlyRightKeysAreRefused(Gateway gateway, Sandbox sandbox) {
        var key = TestKeys.CLIENT;
        for (var wrong : List.of(
                key.substring(1),
                key.substring(0, key.length() - 1),
                key + "a",
                key.toLowerCase(Locale.ROOT),
                Gateway.sha256(key))) {
            var answer = gateway.send(gateway.generation(Gateway.A_CAT).setHeader("Authorization", "Bearer " + wrong));
            assertThat(answer.problem()).isEqualTo("unauthenticated");
        }
        assertThat(sandbox.posts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa$$word-of-team-a", "pass!word-of-team-a", "schl\u00fcssel-of-team-a", "a key of team-a"})
    void keyThatNoHeaderCanCarryIsNamedAsTheReason(String key, Gateway gateway, CapturedOutput output) {
        var answer = gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + key));

        assertThat(answer.problem()).isEqualTo("unauthenticated");
        assertThat(answer.text())
                .contains("characters that a bearer token cannot have", "letters, digits and - . _ ~ + /", "new-key")
                .doesNotContain(key, "of-team-a", "key of team-a");
        assertThat(output).doesNotContain(key);
    }

    @Test
    void keyThatWasHashedWithALineBreakIsToldSo(Sandbox sandbox, CapturedOutput output) {
        try (var gateway = Gateway.start(
                sandbox.url(),
                "--gateway.clients[1].id=echoed",
                "--gateway.clients[1].key-hashes=" + Gateway.sha256(TestKeys.TEAM_C + "\n") + ","
                        + Gateway.sha256(TestKeys.TEAM_B + "\r\n"),
                "--server.forward-headers-strategy=native")) {
            // an address of its own, of which no other test's audit line was written a moment ago
            var answer = gateway.send(gateway.to("/v1/models")
                    .header("X-Forwarded-For", "192.0.2.77")
                    .header("Authorization", "Bearer " + TestKeys.TEAM_C));
            gateway.send(gateway.to("/v1/models")
                    .header("X-Forwarded-For", "192.0.2.78")
                    .header("Authorization", "Bearer pa$$word"));

            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(answer.text()).contains("with a line break at its end", "hash-key");
            assertThat(gateway.send(gateway.to("/v1/models").header("Authorization", "Bearer " + TestKeys.TEAM_B))
                            .text())
                    .contains("with a line break at its end");
            assertThat(output)
                    .contains("reason=hashed-with-line-break", "reason=unusable-characters")
                    .doesNotContain(TestKeys.TEAM_C);
        }
    }

    @Test
    void keyIsTakenFromTheHeaderOnly(Gateway gateway) {
        var inQuery = gateway.to("/v1/images/generations?access_token=" + TestKeys.CLIENT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Gateway.A_CAT));

        var answer = gateway.send(inQuery);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).doesNotContain(TestKeys.CLIENT);
    }

    @Test
    void keyIsCheckedBeforeTheBodyIsRead(Gateway gateway) {
        var answer = RawCall.send(
                gateway.port(),
                "POST /v1/images/generations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\nConnection: close\r\n\r\n{");
        assertThat(answer).startsWith("HTTP/1.1 401");
    }
}
