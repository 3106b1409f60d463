package dev.imagegateway.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestPng;
import dev.imagegateway.support.process.PostgresServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An image that was paid for is handed over although the ledger, which knows whether it is kept, does not respond. The
 * settlement waits for the ledger, and so do the tests.
 */
class LedgerAwayTests {

    @Test
    void bytesThatTheUpstreamSentAreHandedOverWithoutTheLedger() {
        try (var upstream = new StubUpstream();
                var gate = new PostGate(upstream.url());
                var postgres = PostgresServer.own()) {
            var ledger = postgres.newDatabase();
            try (var gateway = Gateway.start(
                    upstream.url(),
                    gate.setting(),
                    "--gateway.images.store=disk",
                    "--spring.datasource.url=" + ledger.url(),
                    "--spring.datasource.username=" + ledger.user(),
                    "--spring.datasource.password=" + ledger.password())) {
                upstream.answers(200, Map.of(), "{\"data\":[{\"b64_json\":\"" + TestPng.BASE64 + "\"}]}");
                gate.holdAnswers();
                var call = gateway.callLater(gateway.generation(Gateway.A_CAT));
                await().until(() -> upstream.posts().size() == 1);

                postgres.kill();
                gate.letGo();

                var answer = ((Call.Answered) call.join()).answer();
                // the gateway stops only when its settlements are written
                postgres.restart();
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.json().at("/data/0/url").asString())
                        .isEqualTo("data:image/png;base64," + TestPng.BASE64);
                assertThat(answer.header("X-Image-Store")).isEqualTo("pending");
            }
        }
    }
}
