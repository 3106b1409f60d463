package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CatalogueTests {

    private final SandboxCaller sandbox = new SandboxCaller();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void tellsThePriceWithoutAKey() throws Exception {
        HttpResponse<String> response =
                sandbox.send(sandbox.to("/v1/models?id=stable-diffusion-v3-medium&include=pricing"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode model = json(response).at("/data/0");
        assertThat(model.get("id").stringValue()).isEqualTo("stable-diffusion-v3-medium");
        assertThat(model.at("/pricing/kind").stringValue()).isEqualTo("fixed");
        assertThat(model.at("/pricing/units/0/price").decimalValue()).isEqualByComparingTo("0.0455");
        assertThat(header(response, "cache-control")).isEqualTo("public, max-age=60");
    }

    @Test
    void tellsPricesOnlyWhenAsked() throws Exception {
        assertThat(sandbox.getJson("/v1/models").at("/data/0").has("pricing")).isFalse();
        assertThat(sandbox.getJson("/v1/models?id=flux/dve").get("data")).isEmpty();
        assertThat(sandbox.getJson("/model/stable-diffusion-v3-medium")
                        .at("/data/id")
                        .stringValue())
                .isEqualTo("stable-diffusion-v3-medium");
        assertThat(sandbox.get("/model/flux/dve").statusCode()).isEqualTo(404);
    }

    @Test
    void listsEachModelOnceWithItsAliases() throws Exception {
        JsonNode all = sandbox.getJson("/v1/models?include=pricing").get("data");

        assertThat(all).hasSize(Models.all().size());
        JsonNode one = sandbox.getJson("/v1/models?id=flux-2-pro").get("data");
        assertThat(one).hasSize(1);
        assertThat(one.at("/0/id").stringValue()).isEqualTo("blackforestlabs/flux-2-pro");
        assertThat(one.at("/0/aliases").toString())
                .isEqualTo("[\"flux-2-pro\",\"blackforestlabs/flux-2-pro-preview\"]");
        assertThat(sandbox.getJson("/model/FLUX/dev").at("/data/id").stringValue())
                .isEqualTo("flux/dev");
    }

    @ParameterizedTest
    @CsvSource({
        "qwen-image, fixed, image, output, 0.0455, 1",
        "flux/dev, fixed, megapixel, output, 0.0325, 1",
        "flux-2-pro, fixed, image, input, 0.039, 1",
        "gpt-image-1, token, token, input, 6.5, 1000000"
    })
    void pricesByUnit(String id, String kind, String unit, String measure, String price, int per) throws Exception {
        JsonNode pricing =
                sandbox.getJson("/v1/models?include=pricing&id=" + id).at("/data/0/pricing");

        assertThat(pricing.get("kind").stringValue()).isEqualTo(kind);
        assertThat(pricing.at("/units/0/name").stringValue()).isEqualTo(unit);
        assertThat(pricing.at("/units/0/measure").stringValue()).isEqualTo(measure);
        assertThat(pricing.at("/units/0/price").decimalValue()).isEqualByComparingTo(price);
        assertThat(pricing.at("/units/0/per").intValue()).isEqualTo(per);
    }

    @Test
    void isNotSentAgainUntilThePriceChanges() throws Exception {
        String path = "/v1/models?include=pricing";
        String tag = header(sandbox.get(path), "etag");

        HttpResponse<String> same = sandbox.send(sandbox.to(path).header("If-None-Match", tag));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();

        sandbox.control("PUT", "/sandbox/settings", "{\"credits-per-image\":100000}");
        assertThat(sandbox.send(sandbox.to(path).header("If-None-Match", tag)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void measuresSuccessesOfTheLastFiveMinutes() throws Exception {
        assertThat(sandbox.getJson("/models/metrics").get("models")).isEmpty();
        sandbox.generate(T_REX, "X-Sandbox-Fault", "unavailable");
        assertThat(sandbox.getJson("/models/metrics").get("models")).isEmpty();

        sandbox.generate(T_REX);

        JsonNode metrics = sandbox.getJson("/models/metrics?aliases=stable-diffusion-v3-medium");
        assertThat(metrics.get("window_seconds").intValue()).isEqualTo(300);
        assertThat(metrics.at("/models/0/metrics/duration_ms").propertyNames())
                .containsExactly("p50", "p75", "p90", "p99");
        assertThat(sandbox.getJson("/models/metrics?aliases=flux/dev").get("models"))
                .isEmpty();
        sandbox.clock.pass(Duration.ofMinutes(5));
        assertThat(sandbox.getJson("/models/metrics").get("models")).isEmpty();
    }

    @Test
    void describesTheCallingKeyByItsPrefix() throws Exception {
        sandbox.generate(T_REX);

        JsonNode key = sandbox.getJson("/v1/key").get("data");

        assertThat(key.get("prefix").stringValue()).isEqualTo("sandbox-");
        assertThat(key.get("monthly_usage").decimalValue()).isEqualByComparingTo("0.0455");
        assertThat(key.toString()).doesNotContain(SandboxCaller.KEY);
    }
}
