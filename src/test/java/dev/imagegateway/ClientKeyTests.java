package dev.imagegateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may call, and by which key. */
@ExtendWith(Suite.class)
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
