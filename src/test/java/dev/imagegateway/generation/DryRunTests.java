package dev.imagegateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.ApiDocument;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.RawCall;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dry run tells what would become of a request, and nothing becomes of it. */
class DryRunTests {

    private static GatewayWithClients office;

    @BeforeAll
    static void open() {
        office = GatewayWithClients.open(
                GatewayWithClients.Store.sqlite(),
                "--gateway.budget.credits-per-month=300000",
                "--gateway.upstream.retry.max-attempts=1");
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @BeforeEach
    void reset() {
        office.sandbox().reset();
    }

    private static Answer post(String key, String query, String body) {
        return office.gateway()
                .send(office.gateway()
                        .to("/v1/images/generations" + query)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void itSaysEverythingAndSpendsNothing() {
        var answer = post(
                TestKeys.TEAM_C,
                "?dry_run=true",
                "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"n\":2,\"size\":\"1024x576\",\"quality\":\"hd\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Ignored-Parameters")).isEqualTo("quality");
        assertThat(answer.headers()).doesNotContainKeys("X-Generation-Id", "X-Credits-Used");
        var body = answer.json();
        assertThat(ApiDocument.schema(ApiDocument.of(office.gateway()), "DryRun")
                        .validate(body))
                .isEmpty();
        assertThat(body.path("request"))
                .hasToString(
                        "{\"model\":\"stable-diffusion-v3-medium\",\"prompt\":\"a cat\",\"num_images\":2,\"seed\":null,"
                                + "\"image_size\":{\"width\":1024,\"height\":576,\"preset\":\"landscape_16_9\"},"
                                + "\"negative_prompt\":\"\",\"prompt_expansion\":false,\"guidance_scale\":null,"
                                + "\"num_inference_steps\":50,\"enable_safety_checker\":true,\"response_format\":\"url\","
                                + "\"user\":null}");
        assertThat(body.path("price"))
                .hasToString(
                        "{\"credits\":182000,\"usd\":0.091,\"unit\":\"image\",\"units\":2,\"estimated_credits\":182000}");
        assertThat(body.path("budgets")).hasSize(1);
        assertThat(body.at("/budgets/0/left").intValue()).isEqualTo(200_000);
        assertThat(body.path("allowed").booleanValue()).isTrue();

        assertThat(office.sandbox().posts()).isEmpty();
        assertThat(office.get(TestKeys.TEAM_C, "/v1/generations").json().path("data"))
                .isEmpty();
        assertThat(office.get(TestKeys.TEAM_C, "/v1/usage")
                        .json()
                        .at("/budgets/0/held")
                        .intValue())
                .isZero();
    }

    @Test
    void itSaysWhichBudgetDoesNotAllowIt() {
        var own = post(TestKeys.TEAM_C, "?dry_run=true", "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"n\":3}");
        assertThat(own.json().path("allowed").booleanValue()).isFalse();
        assertThat(own.json().path("budgets"))
                .extracting(budget -> budget.path("scope").asString())
                .containsExactly("client");

        var operators = post(TestKeys.TEAM_B, "?dry_run=true", "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"n\":4}");
        assertThat(operators.json().path("allowed").booleanValue()).isFalse();
        assertThat(operators.json().path("budgets"))
                .extracting(budget -> budget.path("scope").asString())
                .containsExactly("operator");
    }

    @Test
    void faultsOfBodyAndQueryComeTogether() {
        var answer = post(TestKeys.TEAM_C, "?dry_run=perhaps&colour=red&colour=blue", "{\"n\":9}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.violations())
                .containsExactly(
                        "/model required",
                        "/n maximum",
                        "/prompt required",
                        "colour additionalProperties",
                        "dry_run enum");
        assertThat(post(TestKeys.TEAM_C, "?dry_run=true&dry_run=false", Gateway.A_CAT)
                        .violations())
                .containsExactly("dry_run uniqueKeys");
        assertThat(office.sandbox().posts()).isEmpty();
    }

    @Test
    void itsOwnPathAnswersAsTheParameterDoes() {
        var body = "{" + Gateway.MODEL + ",\"prompt\":\"a cat\",\"n\":2,\"quality\":\"hd\"}";
        var here = post(TestKeys.TEAM_C, "/dry-run", body);
        var there = post(TestKeys.TEAM_C, "?dry_run=true", body);

        assertThat(here.status()).as(here.text()).isEqualTo(200);
        assertThat(here.text()).isEqualTo(there.text());
        assertThat(here.header("Cache-Control")).isEqualTo("no-store");
        assertThat(here.header("X-Ignored-Parameters")).isEqualTo("quality");
        assertThat(here.headers()).doesNotContainKeys("X-Generation-Id", "X-Credits-Used");

        assertThat(post(TestKeys.TEAM_C, "/dry-run", "{\"n\":9}").violations())
                .containsExactly("/model required", "/n maximum", "/prompt required");
        // no parameter makes a generation of it
        assertThat(post(TestKeys.TEAM_C, "/dry-run?dry_run=false", body).violations())
                .containsExactly("dry_run additionalProperties");
        assertThat(post("igw-unknown", "/dry-run", body).status()).isEqualTo(401);
        assertThat(office.sandbox().posts()).isEmpty();
    }

    @Test
    void falseIsAnOrdinaryRequest() {
        // one that costs nothing, for the other tests count what is left
        office.sandbox().fault("{\"fault\":\"unavailable\",\"bills\":false}");
        assertThat(post(TestKeys.TEAM_B, "?dry_run=false", Gateway.A_CAT).header("X-Generation-Id"))
                .startsWith("gen-");
        assertThat(office.sandbox().posts()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/usage?from=yesterday&to=2026-13-01&group_by=week&format=xml&colour=red&client=a&client=b"
                        + "| client uniqueKeys,colour additionalProperties,format enum,from format,group_by enum,to format",
                "/v1/usage?from=2026-11-02&to=2026-11-01|to minimum",
                "/v1/usage?from=2026-11-01T00:00:00Z&to=2026-11-01T01:00:00%2B01:00|to minimum",
                "/v1/usage?from=2026-11-01T00:00:00|from format",
                "/v1/usage?from=|from format",
                "/v1/usage?from=1969-12-31|from format",
                "/v1/usage?from=2024-01-01&to=2026-01-01&group_by=hour|from maximum",
                "/v1/usage?client=a%00b|client pattern",
                "/v1/generations?limit=0&cursor=nonsense&state=HELD&from=x"
                        + "| cursor format,from format,limit minimum,state enum",
                "/v1/generations?limit=101|limit maximum",
                "/v1/generations?limit=1.5|limit type",
                "/v1/generations?user=|user minLength",
                "/v1/generations?from=2026-11-02&to=2026-11-02|to minimum",
                "/v1/generations/gen-1?verbose=true|verbose additionalProperties",
                "/v1/generations?user=%zz| syntax",
            })
    void badParametersAreNamedAllAtOnce(String path, String violations) {
        var answer = RawCall.send(
                office.gateway().port(),
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + TestKeys.ADMIN
                        + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400");
        for (var violation : violations.strip().split(",", -1)) {
            var at = violation.indexOf(' ');
            assertThat(answer)
                    .contains("{\"parameter\":\"%s\",\"code\":\"%s\""
                            .formatted(violation.substring(0, Math.max(0, at)), violation.substring(at + 1)));
        }
        assertThat(answer.split("\"parameter\":", -1)).hasSize(violations.split(",", -1).length + 1);
    }

    @Test
    void timesCanBeDatesOrHaveAnOffset() {
        for (var from :
                new String[] {"2026-10-31T23:00:00Z", "2026-11-01T00:00:00%2B01:00", "2026-11-01T00:00:00+01:00"}) {
            var report = office.get(TestKeys.TEAM_B, "/v1/usage?to=2100-01-01&from=" + from);
            assertThat(report.json().path("from").asString()).isEqualTo("2026-10-31T23:00:00Z");
            assertThat(report.json().path("to").asString()).isEqualTo("2100-01-01T00:00:00Z");
        }
    }
}
