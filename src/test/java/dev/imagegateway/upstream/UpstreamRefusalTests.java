package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the caller is told when the upstream does not deliver, and that it is asked once. */
@ExtendWith(OutputCaptureExtension.class)
class UpstreamRefusalTests {

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        // what one refusal means, without what the next attempt or request makes of it
        gateway = Gateway.start(
                UPSTREAM.url(),
                "--gateway.upstream.retry.max-attempts=1",
                "--gateway.upstream.keys.rest=1ns",
                "--gateway.upstream.keys.longest-rest=1ns",
                "--resilience4j.circuitbreaker.instances.upstream.sliding-window-size=1000",
                "--resilience4j.circuitbreaker.instances.upstream.minimum-number-of-calls=1000");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    private static String v1(Object status, String message) {
        return "{\"requestId\":\"062c6a47\",\"statusCode\":" + status
                + ",\"timestamp\":\"2024-11-08T13:47:48.395Z\",\"path\":\"/v1/images/generations\",\"message\":"
                + message + "}";
    }

    private static String v3(int status, String message) {
        return "{\"title\":\"T\",\"status\":" + status + ",\"message\":\"" + message
                + "\",\"instance\":\"/v1/images/generations\",\"requestId\":\"V1StGXR8\","
                + "\"timestamp\":\"2026-08-30T18:23:01.734Z\",\"error\":{\"name\":\"E\",\"message\":\"" + message
                + "\",\"data\":{\"kind\":\"err_insufficent_credits\"}}}";
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("400, v3", 400, v3(400, "Body validation error!"), "upstream-rejected", 400),
                Arguments.of("400, v1", 400, v1(400, "\"Body validation error\""), "upstream-rejected", 400),
                Arguments.of("400, status as text", 400, v1("\"400\"", "\"no\""), "upstream-rejected", 400),
                Arguments.of("400, messages", 400, v1(400, "[\"a is wrong\",\"b\"]"), "upstream-rejected", 400),
                Arguments.of("401", 401, v3(401, "needs a valid API key"), "provider-account", 503),
                Arguments.of("403", 403, v3(403, "You've run out of credits"), "provider-account", 503),
                Arguments.of("404", 404, v3(404, "Model not found"), "upstream-failed", 502),
                Arguments.of("429", 429, v3(429, "Too Many Requests"), "overloaded", 503),
                Arguments.of("500", 500, v1(500, "\"Internal server error\""), "upstream-failed", 502),
                Arguments.of("503", 503, v3(503, "Service unavailable"), "upstream-failed", 502),
                Arguments.of("504 in the envelope", 504, v3(504, "Generation timeout"), "outcome-unknown", 424),
                Arguments.of("524 page", 524, "<!DOCTYPE html><title>524</title>", "outcome-unknown", 424),
                Arguments.of("502 page", 502, "<html>Bad Gateway</html>", "outcome-unknown", 424),
                Arguments.of("500, empty", 500, "", "outcome-unknown", 424),
                Arguments.of("500 that speaks of 400", 500, v3(400, "odd"), "outcome-unknown", 424),
                Arguments.of("302", 302, "{}", "outcome-unknown", 424),
                Arguments.of("200, truncated", 200, "{\"data\":[{\"url\":\"https://cdn", "outcome-unknown", 424),
                Arguments.of("200, a page", 200, "<html></html>", "outcome-unknown", 424),
                Arguments.of("200, a list", 200, "[]", "outcome-unknown", 424),
                Arguments.of("200, empty", 200, "", "outcome-unknown", 424),
                Arguments.of("200, no data", 200, "{\"data\":[]}", "no-image", 422),
                Arguments.of("200, null", 200, "{\"data\":null}", "no-image", 422),
                Arguments.of("200, odd URL", 200, "{\"data\":[{\"url\":\"ftp://x/a.png\"}]}", "outcome-unknown", 424),
                Arguments.of("200, odd bytes", 200, "{\"data\":[{\"b64_json\":\"!!!!\"}]}", "outcome-unknown", 424),
                Arguments.of("200, odd shape", 200, "{\"status\":\"finished\"}", "outcome-unknown", 424),
                Arguments.of("503 of a proxy that writes as Spring does", 503, """
                        {"timestamp":"2026-11-22T00:00:00Z","path":"/v1/images/generations","status":503,
                         "error":"Service Unavailable","requestId":"x","message":"upstream timed out"}
                        """, "outcome-unknown", 424));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void becomesAProblem(String name, int status, String body, String problem, int expected) {
        UPSTREAM.answers(status, Map.of("Location", "/v1/images/generations", "Set-Cookie", "a=b"), body);

        var answer = gateway.generate(Gateway.A_CAT);

        assertThat(answer.problem()).as(answer.text()).isEqualTo(problem);
        assertThat(answer.status()).isEqualTo(expected);
        assertThat(answer.header("X-Generation-Id")).startsWith("gen-");
        assertThat(answer.header("x-should-retry")).isEqualTo(problem.equals("overloaded") ? "" : "false");
        assertThat(answer.header("X-Credits-Used")).isEqualTo(expected == 424 || expected == 422 ? "" : "0");
        assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
        assertThat(answer.header("Location"))
                .isEqualTo(
                        problem.equals("outcome-unknown") ? "/v1/generations/" + answer.header("X-Generation-Id") : "");
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void itsWordsReachTheCallerOnlyWhereTheyAreAboutTheRequest() {
        UPSTREAM.answers(400, Map.of(), v3(400, "prompt is too rude"));
        assertThat(gateway.generate(Gateway.A_CAT).text()).contains("prompt is too rude");

        UPSTREAM.answers(403, Map.of(), v3(403, "top up at https://aimlapi.com/app/billing"));
        assertThat(gateway.generate(Gateway.A_CAT).text()).doesNotContain("billing", "aimlapi");
    }

    @Test
    void itsWordsNeverQuoteTheKeyNorForgeALogLineNorFillTheLog(CapturedOutput output) {
        for (int status : new int[] {400, 401, 500}) {
            UPSTREAM.answers(
                    status,
                    Map.of(),
                    v3(status, "bad key " + TestKeys.UPSTREAM + "\\r\\n2026 ERROR forged" + "x".repeat(100_000)));
            var answer = gateway.generate(Gateway.A_CAT);
            assertThat(answer.text()).doesNotContain(TestKeys.UPSTREAM).hasSizeLessThan(3000);
        }
        assertThat(output.getAll()).doesNotContain(TestKeys.UPSTREAM, "\n2026 ERROR forged");
        assertThat(output.getAll().length()).isLessThan(20_000);
    }

    @Test
    void noImageIsAccountedAtWhatTheUpstreamReports() {
        UPSTREAM.answers(200, Map.of(), "{\"data\":[],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
        var before = gateway.metric("credits_used_total");

        var answer = gateway.generate(Gateway.A_CAT);

        assertThat(answer.problem()).isEqualTo("no-image");
        assertThat(answer.header("X-Credits-Used")).isEqualTo("91000");
        assertThat(gateway.metric("credits_used_total")).isEqualTo(before + 91000);
    }

    @Test
    void nothingIsSentWhereNothingListens() {
        try (var unreachable = Gateway.start(URI.create("http://127.0.0.1:1"))) {
            var answer = unreachable.generate(Gateway.A_CAT);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("upstream-unavailable");
            assertThat(answer.header("Retry-After")).matches("[1-9]|[1-5][0-9]|60");
            assertThat(answer.headers()).doesNotContainKey("x-should-retry");
            assertThat(unreachable.metric("image_gateway_upstream_attempt_seconds_count", "outcome=\"not-sent\""))
                    .isEqualTo(3);
        }
    }

    @Test
    void silenceBeyondTheLimitIsAnUnknownOutcome() throws Exception {
        try (var silent = new ServerSocket(0);
                var impatient = Gateway.start(
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                        "--gateway.upstream.attempt-timeout=300ms")) {
            assertThat(impatient.generate(Gateway.A_CAT).problem()).isEqualTo("outcome-unknown");
        }
    }
}
