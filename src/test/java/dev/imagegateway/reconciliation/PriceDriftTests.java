package dev.imagegateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Prices of the catalogue that the vendor has changed are a metric and part of the usage report. */
class PriceDriftTests {

    private static final String DRIFT = "image_gateway_catalogue_price_drift_credits";
    private static final String LISTED = "source=\"listed\"";
    private static final String BILLED = "source=\"billed\"";

    @Test
    void aPriceThatIsListedOrBilledOtherwiseIsReportedToAdmins() {
        try (var server = RunningSandbox.start("--sandbox.credits-per-image=100000");
                var gateway = Gateway.start(
                        server.url(),
                        "--gateway.reconciliation.interval=100ms",
                        "--gateway.upstream.books.reads-per-minute=100000",
                        "--gateway.clients[0].roles=admin",
                        "--gateway.clients[1].id=team-b",
                        "--gateway.clients[1].key-hashes[0]=" + Gateway.sha256(TestKeys.STRANGER))) {
            eventually().until(() -> gateway.metric(DRIFT, Gateway.MODEL_ID, LISTED) == 9_000);
            assertThat(gateway.metric(DRIFT, "\"alibaba/qwen-image\"", LISTED)).isZero();
            assertThat(gateway.metric(DRIFT, Gateway.MODEL_ID, BILLED)).isZero();
            assertThat(drift(gateway, TestKeys.CLIENT).toString())
                    .contains("{\"model\":\"stable-diffusion-v3-medium\",\"unit\":\"image\",\"catalogue\":91000,"
                            + "\"listed\":100000,\"billed\":null}")
                    .doesNotContain("\"alibaba/qwen-image\"");

            gateway.generate("{" + Gateway.MODEL + ",\"prompt\":\"two cats\",\"num_images\":2}");

            eventually().until(() -> gateway.metric(DRIFT, Gateway.MODEL_ID, BILLED) == 9_000);
            assertThat(drift(gateway, TestKeys.CLIENT).toString()).contains("\"listed\":100000,\"billed\":100000}");
            assertThat(drift(gateway, TestKeys.STRANGER).isMissingNode()).isTrue();
            var answer = gateway.send(gateway.to("/v1/usage").header("Authorization", "Bearer " + TestKeys.CLIENT));
            assertThat(ApiDocument.schema(ApiDocument.of(gateway), "UsageReport")
                            .validate(answer.json()))
                    .isEmpty();
        }
    }

    @Test
    void pricesByTokenAndByVariantAreNotRead() {
        try (var upstream = new StubUpstream()) {
            upstream.lists("""
                    {"object":"list","data":[
                      {"id":"stable-diffusion-v3-medium","pricing":{"kind":"fixed","currency":"USD",
                        "units":[{"name":"token","measure":"output","price":40,"per":1000000}]}},
                      {"id":"alibaba/qwen-image","pricing":{"kind":"variants","currency":"USD",
                        "variants":[{"name":"1K","units":[{"name":"image","price":1,"per":1}]}]}},
                      {"id":"openai/gpt-image-1","pricing":{"kind":"fixed","currency":"USD",
                        "units":[{"name":"token","measure":"output","price":52,"per":1000000}]}},
                      {"id":"flux/dev","pricing":{"kind":"variants","units":7}},
                      {"id":"flux-realism","pricing":{"kind":"fixed","currency":"USD",
                        "units":[{"name":"megapixel","measure":"output","price":0.05,"per":1}]}}]}
                    """);
            try (var gateway = Gateway.start(
                    upstream.url(),
                    "--gateway.reconciliation.interval=100ms",
                    "--gateway.upstream.books.reads-per-minute=100000")) {
                eventually().until(() -> gateway.metric(DRIFT, "flux-realism", LISTED) == 8_000);

                assertThat(gateway.actuator("/prometheus").text().lines())
                        .filteredOn(line -> line.startsWith("image_gateway_catalogue_price_vendor_credits"))
                        .hasSize(1);
            }
        }
    }

    private static JsonNode drift(Gateway gateway, String key) {
        return gateway.send(gateway.to("/v1/usage").header("Authorization", "Bearer " + key))
                .json()
                .path("price_drift");
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
