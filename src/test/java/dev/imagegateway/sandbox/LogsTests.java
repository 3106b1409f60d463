package dev.imagegateway.sandbox;

import static dev.imagegateway.sandbox.SandboxCaller.T_REX;
import static dev.imagegateway.sandbox.SandboxCaller.header;
import static dev.imagegateway.sandbox.SandboxCaller.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class LogsTests {

    private static final String DAY = "/v2/logs?period=24h";

    private final SandboxCaller sandbox = new SandboxCaller(SandboxCaller.settings("api-keys[0]", SandboxCaller.KEY)
            .with("api-keys[1]", "another-upstream-key")
            .with("management-keys[0]", "managing-key"));

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void showARequestOnceTheirDelayIsOver() throws Exception {
        HttpResponse<String> response = sandbox.generate(T_REX, "X-Client-Request-Id", "job-42:1");

        sandbox.clock.pass(Duration.ofMillis(14_999));
        assertThat(sandbox.getJson(DAY).get("data")).isEmpty();
        sandbox.clock.pass(Duration.ofMillis(1));

        JsonNode page = sandbox.getJson(DAY);
        assertThat(page.get("pagination").toString())
                .isEqualTo("{\"limit\":50,\"offset\":0,\"total\":1,\"has_more\":false}");
        JsonNode row = page.at("/data/0");
        assertThat(row.get("created").stringValue()).isEqualTo("2026-11-22T10:00:00.000Z");
        assertThat(row.get("status").stringValue()).isEqualTo("succeeded");
        assertThat(row.get("origin").stringValue()).isEqualTo("api");
        assertThat(row.get("model").stringValue()).endsWith("/stable-diffusion-v3-medium");
        assertThat(row.get("cost").toString()).isEqualTo("{\"usd\":0.0455,\"credits\":91000}");
        assertThat(row.get("request_id").stringValue()).isEqualTo(header(response, "x-request-id"));
        assertThat(row.get("inference_id").stringValue()).isEqualTo(header(response, "x-inference-id"));
        assertThat(row.get("client_request_id").stringValue()).isEqualTo("job-42:1");
    }

    @Test
    void showFailuresAtNoCost() throws Exception {
        sandbox.generate(T_REX, "X-Client-Request-Id", "failed", "X-Sandbox-Fault", "partner-error");
        sandbox.generate(T_REX, "X-Client-Request-Id", "lost", "X-Sandbox-Fault", "generation-timeout;bills=true");
        sandbox.generate("{}", "X-Client-Request-Id", "invalid");
        sandbox.clock.pass(Duration.ofSeconds(15));

        assertThat(sandbox.getJson(DAY + "&status=failed").get("data").toString())
                .contains("\"client_request_id\":\"failed\"", "\"client_request_id\":\"invalid\"")
                .contains("\"cost\":{\"usd\":0,\"credits\":0}")
                .doesNotContain("\"lost\"");
        assertThat(sandbox.getJson(DAY + "&status=succeeded")
                        .at("/data/0/cost/credits")
                        .longValue())
                .isEqualTo(91_000);
        assertThat(sandbox.getJson(DAY + "&status=succeeded&status=failed").get("data"))
                .hasSize(3);
    }

    @Test
    void pageByOffsetFromTheNewest() throws Exception {
        for (int i = 0; i < 3; i++) {
            sandbox.generate(T_REX, "X-Client-Request-Id", "r" + i);
        }
        sandbox.clock.pass(Duration.ofSeconds(15));

        JsonNode first = sandbox.getJson(DAY + "&limit=2");
        JsonNode second = sandbox.getJson(DAY + "&limit=2&offset=2");

        assertThat(first.at("/data/0/client_request_id").stringValue()).isEqualTo("r2");
        assertThat(first.at("/pagination/has_more").booleanValue()).isTrue();
        assertThat(second.at("/data/0/client_request_id").stringValue()).isEqualTo("r0");
        assertThat(second.get("pagination").toString())
                .isEqualTo("{\"limit\":2,\"offset\":2,\"total\":3,\"has_more\":false}");
    }

    @Test
    void coverTheWindowAsked() throws Exception {
        sandbox.generate(T_REX);
        sandbox.clock.pass(Duration.ofHours(25));

        assertThat(sandbox.getJson(DAY).get("data")).isEmpty();
        assertThat(sandbox.getJson("/v2/logs?period=2d").get("data")).hasSize(1);
        assertThat(sandbox.getJson("/v2/logs?start=2026-11-22T10:00:00&end=2026-11-22T10:00:01Z")
                        .get("data"))
                .hasSize(1);
        assertThat(sandbox.getJson("/v2/logs?start=2026-11-22T11:00:00%2B02:00&end=2026-11-22T10:00:00Z")
                        .get("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "?start=2026-11-22",
        "?period=24h&start=2026-11-21&end=2026-11-22",
        "?period=3w",
        "?period=93d",
        "?start=2026-11-22&end=2026-11-22",
        "?start=2026-08-01&end=2026-11-22",
        "?period=24h&limit=101",
        "?period=24h&offset=-1",
        "?period=24h&status=ok",
        "?period=24h&model=a&model=b;c",
    })
    void refuseAWindowThatIsNotDocumented(String query) throws Exception {
        HttpResponse<String> response = sandbox.get("/v2/logs" + query.replace("b;c", "b,c"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("message").stringValue()).startsWith("Query validation error!\n");
    }

    @Test
    void belongToTheKeyThatAsks() throws Exception {
        sandbox.generate(T_REX);
        sandbox.clock.pass(Duration.ofSeconds(15));

        assertThat(rows("another-upstream-key", "")).isZero();
        assertThat(rows(SandboxCaller.KEY, "&key_prefix=sandbox-")).isEqualTo(1);
        assertThat(rows("managing-key", "")).isEqualTo(1);
        assertThat(rows("managing-key", "&key_prefix=another-")).isZero();
        assertThat(with("another-upstream-key", DAY + "&key_prefix=sandbox-").statusCode())
                .isEqualTo(403);
        assertThat(with("managing-key", DAY + "&key_prefix=nobodys-").statusCode())
                .isEqualTo(404);
    }

    @Test
    void areForOneModelWhenAsked() throws Exception {
        sandbox.generate(T_REX);
        sandbox.clock.pass(Duration.ofSeconds(15));

        assertThat(sandbox.getJson(DAY + "&model=flux/dev").get("data")).isEmpty();
        assertThat(sandbox.getJson(DAY + "&model=flux/dev&model=stable-diffusion-v3-medium")
                        .get("data"))
                .hasSize(1);
    }

    @Test
    void areReadAtMost200TimesAMinute() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThat(sandbox.get(DAY).statusCode()).isEqualTo(200);
        }

        assertThat(sandbox.get(DAY).statusCode()).isEqualTo(429);
        sandbox.clock.pass(Duration.ofSeconds(60));
        assertThat(sandbox.get(DAY).statusCode()).isEqualTo(200);
    }

    @Test
    void addUpInTheUsageReport() throws Exception {
        sandbox.generate(T_REX);
        sandbox.generate(T_REX, "X-Sandbox-Fault", "unavailable");
        sandbox.clock.pass(Duration.ofHours(15));
        sandbox.generate(T_REX.replace("}", ",\"num_images\":2}"));
        sandbox.clock.pass(Duration.ofSeconds(15));

        JsonNode totals = sandbox.getJson("/v2/usage?period=24h");
        assertThat(totals.get("spend").decimalValue()).isEqualByComparingTo("0.1365");
        assertThat(totals.get("requests").intValue()).isEqualTo(3);

        JsonNode detail = sandbox.getJson("/v2/usage/detail?period=24h&group_by=day&tz=Europe/Berlin");
        assertThat(detail.at("/models/0/requests").toString()).isEqualTo("{\"total\":3,\"charged\":2}");
        assertThat(detail.get("groups")).hasSize(2);
        assertThat(detail.at("/groups/1/day").stringValue()).isEqualTo("2026-11-23");
        assertThat(detail.at("/groups/1/spend").decimalValue()).isEqualByComparingTo("0.091");
        assertThat(sandbox.get("/v2/usage/detail?tz=Mars/Base").statusCode()).isEqualTo(400);
        assertThat(sandbox.get("/v2/usage/detail?group_by=week").statusCode()).isEqualTo(400);
    }

    private int rows(String key, String query) throws Exception {
        return json(with(key, DAY + query)).get("data").size();
    }

    private HttpResponse<String> with(String key, String path) throws Exception {
        return sandbox.send(
                sandbox.to(path).header("Authorization", "Bearer " + key).method("GET", BodyPublishers.noBody()));
    }
}
