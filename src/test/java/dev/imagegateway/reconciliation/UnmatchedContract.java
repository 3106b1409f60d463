package dev.imagegateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.ReconciliationFixture;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor billed and the books do not have, on either store. */
abstract class UnmatchedContract extends ReconciliationFixture {

    @ParameterizedTest(name = "clock {0} days ahead before")
    @ValueSource(ints = {0, 40})
    void whatAnOlderCopyOfTheLedgerLostIsFoundAndAdopted(int daysAhead) {
        var settings = new String[] {
            "--gateway.reconciliation.window=" + (daysAhead == 0 ? "1h" : "31d"),
            "--gateway.reconciliation.refund-overlap=40d",
            "--gateway.clients[0].key-hashes[0]=" + Gateway.sha256(TestKeys.CLIENT),
            "--gateway.clients[0].key-hashes[1]=" + Gateway.sha256(TestKeys.CLIENT_NEXT),
            "--gateway.clients[0].roles=admin",
            "--gateway.catalogue.prices[0].model=nano-banana-2",
            "--gateway.catalogue.prices[0].credits=300000",
            "--gateway.clients[1].id=team-b",
            "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.STRANGER)
        };
        try (var gateway = start(settings)) {
            gateway.generate(Gateway.A_CAT);
            eventually().until(() -> ledger.answer("SELECT COUNT(*) FROM bookmark WHERE name = 'logs'") == 1);
            moreRounds(gateway);
        }
        var copy = ledger.copy();
        var lost = new ArrayList<String>();
        try (var gateway = start(settings)) {
            lost.add(gateway.generate(Gateway.A_CAT).header("X-Generation-Id"));
            lost.add(gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"a dog\",\"num_images\":2}")
                    .header("X-Generation-Id"));
            lost.add(gateway.generate("{\"model\":\"nano-banana-2\",\"prompt\":\"a bird\"}")
                    .header("X-Generation-Id"));
        }
        ledger = copy;
        ledger.readWithClockAhead(Duration.ofDays(daysAhead));
        try (var gateway = start(settings)) {
            eventually().until(() -> gateway.metric("image_gateway_reconciliation_unmatched") == 3);
            assertThat(unmatched(gateway, TestKeys.STRANGER).status()).isEqualTo(403);
            var listed = unmatched(gateway, TestKeys.CLIENT).json().path("data");
            assertThat(listed.valueStream().map(row -> row.path("id").asString()))
                    .containsExactlyInAnyOrderElementsOf(lost);
            assertThat(listed.valueStream()
                            .mapToLong(row -> row.path("credits_used").longValue())
                            .sum())
                    .isEqualTo(sandbox.billed() - 91_000);
            // the logs put google/ before it, which is the name of another model
            assertThat(listed.valueStream().map(row -> row.path("model").asString()))
                    .containsExactlyInAnyOrder(Gateway.MODEL_ID, Gateway.MODEL_ID, "google/nano-banana-2");

            for (var id : List.of(lost.getFirst(), lost.get(1), lost.getLast(), lost.getLast())) {
                var adopted = adopt(gateway, id);
                assertThat(adopted.status()).as(adopted.text()).isEqualTo(200);
                assertThat(adopted.json().path("state").asString()).isEqualTo("settled");
                assertThat(adopted.json().path("model").asString())
                        .isEqualTo(id.equals(lost.getLast()) ? "google/nano-banana-2" : Gateway.MODEL_ID);
            }
            assertThat(gateway.metric("image_gateway_catalogue_price_exceeded_total"))
                    .isZero();
            assertThat(adopt(gateway, "gen-" + UUID.randomUUID()).status()).isEqualTo(404);
            assertThat(adopt(gateway, ledger.all().getFirst().id()).status()).isEqualTo(404);
            assertThat(ledger.used()).isEqualTo(sandbox.billed());
            assertThat(ledger.accounts("spent")).containsOnly(sandbox.billed());
            assertThat(ledger.accounts("held")).containsOnly(0L);
            eventually().until(() -> gateway.metric("image_gateway_reconciliation_unmatched") == 0);
            moreRounds(gateway);
            assertThat(gateway.metric("image_gateway_reconciliation_drift_credits"))
                    .isZero();
            assertThat(gateway.metric("image_gateway_reconciliation_rows_total", "kind=\"unmatched\""))
                    .isEqualTo(3);
            assertThat(gateway.metric("image_gateway_reconciliation_seconds_count", "\"incomplete\""))
                    .isZero();
        }
    }

    private static Answer unmatched(Gateway gateway, String key) {
        return gateway.send(gateway.to("/v1/unmatched-generations").header("Authorization", "Bearer " + key));
    }

    private static Answer adopt(Gateway gateway, String id) {
        return gateway.send(gateway.to("/v1/unmatched-generations/" + id + "/adoption")
                .header("Authorization", "Bearer " + TestKeys.CLIENT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"client\":\"team-a\",\"reason\":\"an older copy\"}")));
    }
}
