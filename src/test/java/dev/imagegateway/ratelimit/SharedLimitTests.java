package dev.imagegateway.ratelimit;

import static dev.imagegateway.ratelimit.ValkeyGateways.models;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Sandbox;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that are counted in Valkey. */
class SharedLimitTests extends LimitContract {

    private static ValkeyGateways gateways;

    @BeforeAll
    static void start() {
        gateways = ValkeyGateways.start();
    }

    @AfterAll
    static void stop() {
        gateways.close();
    }

    @BeforeEach
    void forget() {
        gateways.valkey().flush();
    }

    @Override
    List<String> store() {
        return gateways.settings();
    }

    @Test
    void twoGatewaysShareThem(Sandbox sandbox) {
        String[] slow = {
            "--gateway.clients[0].limits.requests-per-minute=1", "--gateway.clients[0].limits.requests-burst=3"
        };
        try (var one = gateways.gateway(sandbox, slow);
                var other = gateways.gateway(sandbox, slow)) {
            assertThat(models(one, 2)).containsOnly(200);
            assertThat(models(other, 2)).containsExactly(200, 429);
            assertThat(models(one, 1)).containsOnly(429);
        }
    }

    @Test
    void everyKeyExpires(Sandbox sandbox) {
        try (var gate = new PostGate(sandbox.url());
                var gateway = gateways.gateway(sandbox, gate.setting())) {
            assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
            await().until(() -> gateways.valkey()
                    .call("EXISTS image-gateway:{team-a}:in-flight")
                    .equals(":0"));
            gate.hold();
            var call = gateway.callLater(gateway.generation(Gateway.A_CAT));
            await().until(() -> gate.posts() == 1);

            assertThat(gateways.valkey().call("PTTL image-gateway:{team-a}:in-flight"))
                    .matches(":[1-9][0-9]{5}");
            assertThat(gateways.valkey().call("ZCARD image-gateway:{team-a}:in-flight"))
                    .isEqualTo(":1");
            assertThat(gateways.valkey().call("PTTL image-gateway:{team-a}:images"))
                    .matches(":([1-9][0-9]*|-2)");

            gate.letGo();
            assertThat(call.join().succeeded()).isTrue();
        }
    }
}
