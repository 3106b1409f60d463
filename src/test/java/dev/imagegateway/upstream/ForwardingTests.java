package dev.imagegateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What travels upstream, what travels back, and what does not. */
class ForwardingTests {

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = Gateway.start(UPSTREAM.url());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void answer() {
        UPSTREAM.answers(
                200,
                Map.of(
                        "x-inference-id", "V1StGXR8Z5jdHi6BmyT8k",
                        "x-request-id", "theirs",
                        "Set-Cookie", "session=1",
                        "X-Powered-By", "Express",
                        "Access-Control-Allow-Origin", "*",
                        "Server-Timing", "theirs;dur=1"),
                "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}");
    }

    @Test
    void onlyOurOwnHeadersGoUpstream() {
        var answer = gateway.send(gateway.generation(Gateway.A_CAT)
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .header("baggage", "secret=1")
                .header("Cookie", "a=b")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Api-Key", "theirs")
                .header("Idempotency-Key", "k-1")
                .header("X-Client-Request-Id", "theirs")
                .header("OpenAI-Organization", "org")
                .header("User-Agent", "caller/1")
                .header("X-Request-Id", "caller-7"));

        var headers = UPSTREAM.posts().getFirst().headers();
        assertThat(headers.keySet().stream().map(String::toLowerCase))
                .containsExactlyInAnyOrder(
                        "host",
                        "user-agent",
                        "authorization",
                        "x-client-request-id",
                        "accept",
                        "accept-encoding",
                        "content-type",
                        "content-length",
                        "connection");
        assertThat(headers.get("Connection")).containsExactly("close");
        assertThat(headers.get("Authorization")).containsExactly("Bearer " + TestKeys.UPSTREAM);
        assertThat(headers.get("User-Agent")).singleElement().asString().startsWith("image-gateway/");
        assertThat(headers.get("X-Client-Request-Id"))
                .containsExactly(answer.header("X-Generation-Id") + ".1")
                .allMatch(id -> id.matches("[A-Za-z0-9._:-]{1,128}"));
        assertThat(answer.header("X-Request-Id")).isEqualTo("caller-7");
    }

    @Test
    void onlyOurOwnHeadersComeBack() {
        var answer = gateway.generate(Gateway.A_CAT);

        assertThat(answer.headers().keySet().stream().map(String::toLowerCase))
                .containsExactlyInAnyOrder(
                        "x-request-id",
                        "x-generation-id",
                        "x-credits-used",
                        "server-timing",
                        "cache-control",
                        "x-content-type-options",
                        "x-xss-protection",
                        "x-frame-options",
                        "content-security-policy",
                        "referrer-policy",
                        "cross-origin-resource-policy",
                        "ratelimit-policy",
                        "ratelimit",
                        "content-type",
                        "content-length",
                        "date");
        assertThat(answer.header("Server-Timing")).doesNotContain("theirs");
        assertThat(answer.header("X-Request-Id")).startsWith("req-");
    }

    @Test
    void eachAttemptHasAnIdOfItsOwn() {
        gateway.generate(Gateway.A_CAT);
        gateway.generate(Gateway.A_CAT);

        assertThat(UPSTREAM.posts().stream()
                        .map(post -> post.headers().get("X-Client-Request-Id"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void callerNeverChoosesTheUpstream() {
        for (var query : List.of("?base_url=http://127.0.0.1:1", "?url=http://127.0.0.1:1", "")) {
            var request = gateway.generation(Gateway.A_CAT)
                    .uri(gateway.to("/v1/images/generations" + query).build().uri())
                    .header("X-Upstream-Url", "http://127.0.0.1:1")
                    .header("X-Forwarded-Host", "127.0.0.1:1")
                    .header("x-portkey-custom-host", "http://127.0.0.1:1");
            assertThat(gateway.send(request).status()).isEqualTo(query.isEmpty() ? 200 : 400);
        }
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void requestIdThatCouldForgeALogLineIsReplaced() {
        for (var id : List.of("a b", "x".repeat(129), "a,b", "\"quoted\"")) {
            var answer = gateway.send(gateway.generation(Gateway.A_CAT).header("X-Request-Id", id));
            assertThat(answer.header("X-Request-Id")).startsWith("req-");
        }
    }
}
