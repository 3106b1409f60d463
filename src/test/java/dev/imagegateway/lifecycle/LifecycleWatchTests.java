package dev.imagegateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.StubUpstream;
import dev.imagegateway.support.TestKeys;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What the vendor announces about the end of models is shown to callers and operators. */
@ExtendWith(OutputCaptureExtension.class)
class LifecycleWatchTests {

    private static final String MODEL = "flux-realism";
    private static final String A_CAT = "{\"model\":\"flux-realism\",\"prompt\":\"a cat\"}";
    private static final String SECONDS = "image_gateway_model_shutdown_seconds";

    @Test
    void anAnnouncedEndIsShownAndAWithdrawnModelIsRefused(CapturedOutput output) {
        try (var upstream = RunningSandbox.start();
                var gateway = start(upstream.url())) {
            announce(upstream, "\"deprecated_at\":\"2026-11-01\",\"shutdown_at\":\"2099-12-31\"");
            eventually().until(() -> gateway.metric(SECONDS, MODEL) > 0);

            var made = gateway.generate(A_CAT);
            assertThat(made.status()).as(made.text()).isEqualTo(200);
            assertThat(made.header("Deprecation")).isEqualTo("@1793491200");
            assertThat(made.header("Sunset")).isEqualTo("Thu, 31 Dec 2099 00:00:00 GMT");
            assertThat(made.header("Link"))
                    .isEqualTo("</v1/models/flux/dev>; rel=\"successor-version\"; anchor=\"/v1/models/flux-realism\"");
            upstream.sandbox().fault("{\"fault\":\"bad-request\",\"times\":1}");
            var failed = gateway.generate(A_CAT);
            assertThat(failed.status()).isGreaterThanOrEqualTo(400);
            assertThat(failed.header("Deprecation")).isEqualTo("@1793491200");
            assertThat(gateway.generate(Gateway.A_CAT).headers()).doesNotContainKeys("Deprecation", "Sunset", "Link");
            var shown = model(gateway).json().path("lifecycle");
            assertThat(shown.path("status").asString()).isEqualTo("deprecated");
            assertThat(shown.path("deprecated").asString()).isEqualTo("2026-11-01");
            assertThat(shown.path("shutdown").asString()).isEqualTo("2099-12-31");
            assertThat(shown.path("replacement").asString()).isEqualTo("flux/dev");

            var paid = send(gateway, "paid");
            assertThat(paid.status()).isEqualTo(200);
            var billed = upstream.sandbox().billedAttempts();

            announce(upstream, "\"status\":\"withdrawn\",\"shutdown_at\":\"2026-11-02\"");
            eventually().until(() -> gateway.metric(SECONDS, MODEL) < 0);
            var refused = gateway.generate(A_CAT);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/errors/0/detail").asString())
                    .isEqualTo("is retired since 2026-11-02; use 'flux/dev' instead");
            assertThat(refused.json().at("/errors/0/replacement").asString()).isEqualTo("flux/dev");
            assertThat(send(gateway, "new").status()).isEqualTo(400);
            var again = send(gateway, "paid");
            assertThat(again.status()).as(again.text()).isEqualTo(200);
            assertThat(again.header("X-Generation-Id")).isEqualTo(paid.header("X-Generation-Id"));
            assertThat(upstream.sandbox().billedAttempts()).isEqualTo(billed);
            assertThat(model(gateway).status()).isEqualTo(404);
            assertThat(model(gateway).text()).contains("Use flux/dev instead");

            upstream.sandbox().call("DELETE", "/sandbox/deprecations", "");
            eventually().until(() -> model(gateway).status() == 200);
            assertThat(gateway.generate(A_CAT).status()).isEqualTo(200);
            assertThat(output.toString().lines().filter(line -> line.contains("WARN") && line.contains(MODEL + " was")))
                    .extracting(line -> line.substring(line.indexOf(MODEL)))
                    .containsExactly(
                            "flux-realism was live and is deprecated now, shutdown: 2099-12-31, replacement: flux/dev",
                            "flux-realism was deprecated and is retired now, shutdown: 2026-11-02, replacement:"
                                    + " flux/dev",
                            "flux-realism was retired and is live now, shutdown: not announced, replacement: none");
        }
    }

    private static Answer send(Gateway gateway, String key) {
        return gateway.send(gateway.generation(A_CAT).header("Idempotency-Key", key));
    }

    @Test
    void theEndOfADocumentIsShownWithoutTheWatch() {
        try (var upstream = new StubUpstream();
                var gateway = Gateway.start(upstream.url(), "--gateway.catalogue.lifecycle-interval=0s")) {
            var answer = gateway.send(gateway.to("/v1/images/generations/dry-run")
                    .header("Authorization", "Bearer " + TestKeys.CLIENT)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"model\":\"gpt-image-1\",\"prompt\":\"a cat\"}")));

            var end = LocalDate.of(2026, 10, 23);
            var today = LocalDate.now(ZoneOffset.UTC);
            assertThat(answer.header("Sunset")).isEqualTo("Fri, 23 Oct 2026 00:00:00 GMT");
            assertThat(answer.header("Deprecation"))
                    .isEqualTo("@" + (today.isBefore(end) ? today : end).toEpochDay() * 86_400);
            assertThat(gateway.metric(SECONDS, "openai/gpt-image-1")).isNotZero();
        }
    }

    @Test
    void aListThatIsNotUnderstoodEndsNoModel(CapturedOutput output) {
        var names = "\"a\",".repeat(100_000);
        try (var upstream = new StubUpstream()) {
            upstream.answers(200, Map.of(), "{\"data\":[{\"url\":\"https://cdn.aimlapi.com/a.png\"}]}");
            upstream.announces(200, Map.of("ETag", "W/\"1\""), """
                    {"data":[null, 7, [], {}, {"id":7,"status":"withdrawn"}, {"id":"flux/dev","status":"gone"},
                      {"id":"flux/dev","aliases":{},"status":["withdrawn"]},
                      {"id":"flux/dev\\n\\u0007","aliases":[%s"x"],"status":"withdrawn"},
                      {"id":"x","aliases":["gpt-image-2"],"status":"withdrawn"},
                      {"id":"flux-2","status":"superseded","replaced_by":"blackforestlabs/flux-2",
                       "aliases":["blackforestlabs/flux-2"]},
                      {"id":"flux-realism","aliases":[null,"flux-pro"],"status":"deprecated","shutdown_at":"9999999-1",
                       "deprecated_at":{},"replaced_by":"\\u001b[31mflux"},
                      {"id":"flux-pro","aliases":[],"status":"deprecated","shutdown_at":"2099-01-02T03:04:05.678Z"}]}
                    """.formatted(names));
            try (var gateway = start(upstream.url())) {
                eventually().until(() -> gateway.metric(SECONDS, "\"flux-pro\"") > 0);

                assertThat(lifecycle(gateway, "flux/dev").path("status").asString())
                        .isEqualTo("live");
                assertThat(lifecycle(gateway, "gpt-image-2").path("status").asString())
                        .isEqualTo("live");
                assertThat(lifecycle(gateway, "flux-2").path("status").asString())
                        .isEqualTo("live");
                assertThat(lifecycle(gateway, MODEL).propertyNames()).containsExactlyInAnyOrder("status", "note");
                assertThat(lifecycle(gateway, MODEL).path("status").asString()).isEqualTo("deprecated");
                assertThat(lifecycle(gateway, "flux-pro").path("shutdown").asString())
                        .isEqualTo("2099-01-02");
                eventually()
                        .until(() -> upstream.gets().stream()
                                .anyMatch(get ->
                                        List.of("W/\"1\"").equals(get.headers().get("If-None-Match"))));

                for (var body : List.of("", "{}", "{\"data\":{}}", "<html>", "[]")) {
                    upstream.announces(200, Map.of(), body);
                    var before = upstream.gets().size();
                    eventually().until(() -> upstream.gets().size() >= before + 2);
                }
                upstream.announces(500, Map.of(), "{\"data\":[]}");
                assertThat(lifecycle(gateway, MODEL).path("status").asString()).isEqualTo("deprecated");
                assertThat(gateway.generate(A_CAT).status()).isEqualTo(200);
                assertThat(output.toString())
                        .doesNotContain("\u001b[31mflux")
                        .containsOnlyOnce("AIML ends gpt-image-2, an alias of openai/gpt-image-2, whose id");
            }
        }
    }

    private static Gateway start(URI upstream) {
        return Gateway.start(
                upstream,
                "--gateway.catalogue.lifecycle-interval=20ms",
                "--gateway.upstream.books.reads-per-minute=100000");
    }

    private static void announce(RunningSandbox upstream, String members) {
        upstream.sandbox()
                .call(
                        "POST",
                        "/sandbox/deprecations",
                        "{\"id\":\"flux-realism\",\"replaced_by\":\"flux/dev\"," + members + "}");
    }

    private static Answer model(Gateway gateway) {
        return model(gateway, MODEL);
    }

    private static Answer model(Gateway gateway, String id) {
        return gateway.send(gateway.to("/v1/models/" + id).header("Authorization", "Bearer " + TestKeys.CLIENT));
    }

    private static JsonNode lifecycle(Gateway gateway, String id) {
        return model(gateway, id).json().path("lifecycle");
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
