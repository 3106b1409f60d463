package dev.imagegateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.DataFolders;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** An operator sees at one glance whether money is safe. */
@TestInstance(Lifecycle.PER_CLASS)
class StatusTests {

    private static final StubUpstream UPSTREAM = new StubUpstream();

    private Gateway gateway;

    @BeforeAll
    void start() {
        gateway = Gateway.start(
                UPSTREAM.url(),
                "--gateway.ledger.directory=" + DataFolders.fresh(),
                "--gateway.images.store=disk",
                "--gateway.clients[1].id=boss",
                "--gateway.clients[1].roles=admin",
                "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.ADMIN));
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    private Answer status(String key) {
        return gateway.send(gateway.to("/v1/status").header("Authorization", "Bearer " + key));
    }

    @Test
    void onlyAdminsSeeIt() {
        assertThat(status(TestKeys.CLIENT).status()).isEqualTo(403);
        assertThat(gateway.send(gateway.to("/v1/status")).status()).isEqualTo(401);
    }

    @Test
    void restingKeyAndUnknownGenerationAreSeen() {
        var before = status(TestKeys.ADMIN);
        assertThat(before.status()).as(before.text()).isEqualTo(200);
        assertThat(before.json().at("/upstream/breaker").asString()).isEqualTo("closed");
        assertThat(before.json().at("/upstream/keys/0/rests_until").isNull()).isTrue();
        assertThat(before.json().at("/unknown/generations").intValue()).isZero();
        assertThat(before.json().at("/unknown/oldest_at").isNull()).isTrue();
        assertThat(before.json().at("/images/kept").booleanValue()).isTrue();

        UPSTREAM.answers(200, Map.of(), "not what was agreed");
        gateway.generate(Gateway.A_CAT);
        UPSTREAM.answers(
                401,
                Map.of(),
                "{\"title\":\"T\",\"status\":401,\"message\":\"needs a valid API key\",\"instance\":\"/v1\",\"requestId\":\"V1StGXR8\","
                        + "\"timestamp\":\"2026-08-30T18:23:01.734Z\",\"error\":{\"name\":\"E\",\"message\":\"needs a valid API key\"}}");
        gateway.generate(Gateway.A_CAT.replace("cat", "dog"));

        var after = status(TestKeys.ADMIN);
        assertThat(after.text()).doesNotContain(TestKeys.UPSTREAM);
        assertThat(Instant.parse(after.json().at("/upstream/keys/0/rests_until").asString()))
                .isAfter(Instant.now());
        assertThat(after.json().at("/unknown/generations").intValue()).isEqualTo(1);
        assertThat(Instant.parse(after.json().at("/unknown/oldest_at").asString()))
                .isBefore(Instant.now());
        assertThat(after.json().propertyNames())
                .containsExactlyInAnyOrderElementsOf(Set.copyOf(ApiDocument.of(gateway)
                        .at("/components/schemas/GatewayStatus/properties")
                        .propertyNames()));
    }
}
