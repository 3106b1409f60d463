package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ResponseProfileTests {

    private static final String SEEDED = T_REX.replace("}", ",\"seed\":42}");

    @Test
    void legacyIsTheVendorsPrintedExample() throws Exception {
        try (SandboxCaller sandbox = with("legacy")) {
            HttpResponse<String> response = sandbox.generate(T_REX.replace("}", ",\"num_images\":2}"));

            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(header(response, "x-powered-by")).isEqualTo("Express");
            assertThat(header(response, "x-inference-id")).isEmpty();
            JsonNode body = json(response);
            assertThat(body.propertyNames())
                    .containsExactly("images", "timings", "seed", "has_nsfw_concepts", "prompt", "num_images");
            assertThat(body.at("/images/1").propertyNames()).containsExactly("url", "width", "height", "content_type");
            assertThat(body.at("/images/1/url").stringValue()).contains("/squirrel/files/");
            assertThat(body.at("/images/1/content_type").stringValue()).isEqualTo("image/jpeg");
            assertThat(header(sandbox.download(body.at("/images/1/url").stringValue()), "content-type"))
                    .isEqualTo("image/png");
            assertThat(body.get("has_nsfw_concepts")).hasSize(2);
            assertThat(body.get("num_images").intValue()).isEqualTo(2);
        }
    }

    @Test
    void legacyFlagsAnUnsafePrompt() throws Exception {
        try (SandboxCaller sandbox = with("legacy")) {
            assertThat(json(sandbox.generate(T_REX)).get("has_nsfw_concepts").toString())
                    .isEqualTo("[false]");
            assertThat(json(sandbox.generate(T_REX.replace("T-Rex", "NSFW")))
                            .get("has_nsfw_concepts")
                            .toString())
                    .isEqualTo("[true]");
        }
    }

    @Test
    void aSeedThatTheModelChoseIsDamagedAsByJavaScript() throws Exception {
        try (SandboxCaller sandbox = new SandboxCaller(
                SandboxCaller.settings("response-profile", "legacy").with("latency.seed", 1))) {
            for (int i = 0; i < 20; i++) {
                BigInteger seed = json(sandbox.generate(T_REX)).get("seed").bigIntegerValue();
                BigInteger asDouble = new java.math.BigDecimal(seed.doubleValue()).toBigInteger();
                assertThat(seed.doubleValue()).isEqualTo(asDouble.doubleValue());
                assertThat(seed.mod(BigInteger.TEN)).isZero();
                assertThat(seed).isLessThan(BigInteger.TWO.pow(63).add(BigInteger.valueOf(1000)));
            }
        }
    }

    @Test
    void hybridCarriesTheSameImagesTwice() throws Exception {
        try (SandboxCaller sandbox = with("hybrid")) {
            HttpResponse<String> response = sandbox.generate(SEEDED);

            assertThat(response.statusCode()).isEqualTo(200);
            JsonNode body = json(response);
            assertThat(body.get("data")).isEqualTo(body.get("images"));
            assertThat(body.get("seed").longValue()).isEqualTo(42);
            assertThat(body.at("/meta/usage").toString()).isEqualTo("{\"tokens_used\":91000}");
        }
    }

    @Test
    void onlyBodiesOfFalWerePassedThrough() throws Exception {
        try (SandboxCaller sandbox = with("legacy")) {
            assertThat(json(sandbox.generate(SandboxCaller.body("flux/srpo", "")))
                            .propertyNames())
                    .containsExactly("images", "timings", "seed", "has_nsfw_concepts", "prompt");
            assertThat(json(sandbox.generate(SandboxCaller.body("recraft-v3", "")))
                            .has("seed"))
                    .isFalse();
            assertThat(json(sandbox.generate(SandboxCaller.body("wan2.6-image", "")))
                            .propertyNames())
                    .containsExactly("created", "data");
        }
    }

    @Test
    void early2026CountsCreditsOnly() throws Exception {
        try (SandboxCaller sandbox = with("early2026")) {
            HttpResponse<String> response = sandbox.generate(SEEDED);

            assertThat(json(response).at("/meta/usage").toString()).isEqualTo("{\"credits_used\":91000}");
            assertThat(header(response, "x-request-id")).isNotEmpty();
            assertThat(header(response, "x-inference-id")).isEmpty();
        }
    }

    @Test
    void currentNullHasNullBesideTheUrl() throws Exception {
        try (SandboxCaller sandbox = with("current-null")) {
            JsonNode item = json(sandbox.generate(SEEDED)).at("/data/0");

            assertThat(item.propertyNames()).containsExactly("b64_json", "url");
            assertThat(item.get("b64_json").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "current|title,status,message,instance,requestId,timestamp,error|application/problem+json",
                "early2026|title,status,message,instance,timestamp,error|application/problem+json",
                "hybrid|requestId,statusCode,timestamp,path,message|application/json",
                "legacy|requestId,statusCode,timestamp,path,message|application/json"
            })
    void eachProfileHasTheErrorsOfItsTime(String profile, String fields, String type) throws Exception {
        try (SandboxCaller sandbox = with(profile)) {
            HttpResponse<String> response = sandbox.generate("{}");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(header(response, "content-type")).isEqualTo(type + "; charset=utf-8");
            assertThat(json(response).propertyNames()).containsExactly(fields.split(","));
        }
    }

    private static SandboxCaller with(String profile) {
        return new SandboxCaller(SandboxCaller.settings("response-profile", profile));
    }
}
