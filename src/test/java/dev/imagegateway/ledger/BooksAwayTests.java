package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.TestKeys;
import dev.imagegateway.support.process.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whoever reads the books while their store is away is told so; the status and metrics show what is in memory. */
class BooksAwayTests {

    @Test
    void readersAreToldAndServedAgain() {
        try (var postgres = PostgresServer.own();
                var office = GatewayWithClients.open(
                        GatewayWithClients.Store.postgres(postgres), "--gateway.ledger.query-timeout=2s")) {
            var paths = new String[] {"/v1/usage", "/v1/generations", "/v1/generations/gen-1"};
            await().until(() -> limit(office) == 200_000);
            postgres.kill();

            for (var path : paths) {
                var answer = office.get(TestKeys.TEAM_C, path);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.problem()).isEqualTo("ledger-unavailable");
                assertThat(answer.header("Retry-After")).isNotEmpty();
            }
            var dry = office.gateway()
                    .send(office.gateway()
                            .generation(Gateway.A_CAT)
                            .uri(office.gateway()
                                    .to("/v1/images/generations?dry_run=true")
                                    .build()
                                    .uri()));
            assertThat(dry.problem()).isEqualTo("ledger-unavailable");
            var status = office.get(TestKeys.ADMIN, "/v1/status");
            office.assertOfSchema("GatewayStatus", status);
            assertThat(status.json().has("unknown")).isFalse();
            assertThat(status.json().at("/upstream/breaker").asString()).isEqualTo("closed");
            assertThat(limit(office)).isEqualTo(200_000);

            postgres.restart();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> office.get(TestKeys.TEAM_C, "/v1/usage").status() == 200);
            assertThat(office.get(TestKeys.TEAM_C, "/v1/generations/gen-1").problem())
                    .isEqualTo("not-found");
        }
    }

    private static double limit(GatewayWithClients office) {
        return office.gateway().metric("image_gateway_budget_credits", "client=\"team-c\"", "kind=\"limit\"");
    }
}
