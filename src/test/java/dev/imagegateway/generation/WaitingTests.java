package dev.imagegateway.generation;

import static dev.imagegateway.support.ReplayFixture.prompt;
import static dev.imagegateway.support.ReplayFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.ReplayFixture;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers wait as long as they wish, up to a bound, and find what was made whether they waited or not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitingTests {

    private final LedgerRows ledger = LedgerRows.sqlite();
    private final ReplayFixture fixture = ReplayFixture.open(ledger, "--gateway.response-timeout=20s");
    private final Gateway gateway = fixture.gateway();
    private final Sandbox sandbox = fixture.sandbox();

    @BeforeEach
    void reset() {
        fixture.gate().letGo();
        sandbox.reset();
        fixture.slow("1s");
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void asynchronousRequestIsAnsweredAtOnceAndItsImagesAreFoundLater() {
        fixture.gate().hold();
        var accepted = send(gateway, prompt("async"), "Prefer", "respond-async");

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        var id = accepted.header("X-Generation-Id");
        assertThat(accepted.header("Location")).isEqualTo("/v1/generations/" + id);
        assertThat(accepted.json().path("id").asString()).isEqualTo(id);
        assertThat(accepted.json().path("state").asString()).isEqualTo("held");

        var running = fixture.generation(id);
        assertThat(running.json().path("state").asString()).isEqualTo("held");
        assertThat(running.json().has("result")).isFalse();
        fixture.gate().letGo();

        var done = fixture.generation(id, "Prefer", "wait=15");
        assertThat(done.header("Preference-Applied")).isEqualTo("wait=15");
        assertThat(done.json().path("state").asString()).isEqualTo("settled");
        assertThat(done.json().at("/result/data/0/url").asString()).startsWith("http");
        assertThat(done.json().at("/result/seed")).isEqualTo(done.json().path("seed"));
        assertThat(done.json().at("/result/meta/usage/credits_used").longValue())
                .isEqualTo(91_000);
        var inline = gateway.send(gateway.to("/v1/generations/" + id + "?response_format=b64_json")
                .header("Authorization", "Bearer " + TestKeys.CLIENT));
        assertThat(inline.json().at("/result/data/0/b64_json").asString()).startsWith("iVBOR");
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void asynchronousRequestThatIsRefusedIsToldSo() {
        assertThat(send(gateway, "{}", "Prefer", "respond-async").status()).isEqualTo(400);
    }

    @Test
    void asynchronousRequestWithAWaitIsAnsweredInItIfItCan() {
        fixture.slow("0s");

        var answer = send(gateway, prompt("quick"), "Prefer", "respond-async, wait=10");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=10");
    }

    @ParameterizedTest
    @CsvSource({"X-Other, 424", "Idempotency-Key, 504", "X-Stainless-Retry-Count, 504", "x-ms-client-request-id, 504"})
    void whoHasWaitedLongEnoughIsToldWhereToLook(String header, int status) {
        fixture.gate().hold();
        var answer = send(gateway, prompt("late " + header), "Prefer", "wait=0", header, "0");
        fixture.gate().letGo();

        Problems.assertProblem(answer, status, "still-generating", "/v1/images/generations");
        assertThat(answer.header("x-should-retry")).isEqualTo(status == 424 ? "false" : "");
        assertThat(answer.headers().containsKey("Retry-After")).isEqualTo(status == 504);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=0");
        var id = answer.header("X-Generation-Id");
        assertThat(answer.header("Location")).isEqualTo("/v1/generations/" + id);
        assertThat(fixture.generation(id, "Prefer", "wait=15").json().at("/result/data"))
                .hasSize(1);
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void waitBeyondTheGatewaysIsTheGateways() {
        fixture.slow("0s");
        assertThat(send(gateway, prompt("patient"), "Prefer", "wait=3600").header("Preference-Applied"))
                .isEqualTo("wait=20");
    }

    @Test
    void preferencesThatAreNotUnderstoodArePassedOver() {
        fixture.slow("0s");
        for (var prefer : List.of("handling=strict", "wait=soon", "wait", "respond-sync", "wait=-1", ",;=")) {
            var answer = send(gateway, prompt("odd"), "Prefer", prefer);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).doesNotContainKey("Preference-Applied");
        }
    }

    @Test
    void failureIsShownWhereTheImagesWouldBe() {
        sandbox.fault("{\"fault\":\"close\",\"bills\":false,\"times\":1}");
        var id = send(gateway, prompt("lost"), "Prefer", "respond-async").header("X-Generation-Id");

        var shown = fixture.generation(id, "Prefer", "wait=15").json();

        assertThat(shown.path("state").asString()).isEqualTo("unknown");
        assertThat(shown.at("/problem/type").asString()).isEqualTo("/problems/outcome-unknown");
        assertThat(shown.has("result")).isFalse();
    }

    @Test
    void imagesThatOnlyTheAnswerHeldAreLostAfterIt() {
        sandbox.fault("{\"fault\":\"b64\",\"times\":1}");
        var answer = send(gateway, prompt("bytes"), "Idempotency-Key", "bytes");
        assertThat(answer.status()).isEqualTo(200);

        var again = send(gateway, prompt("bytes"), "Idempotency-Key", "bytes");

        Problems.assertProblem(again, 410, "result-lost", "/v1/images/generations");
        assertThat(again.header("x-should-retry")).isEqualTo("false");
        assertThat(ledger.answer("SELECT COUNT(*) FROM generation WHERE answer LIKE '%base64%'"))
                .isZero();
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void imagesThatAreNotServedAnyMoreAreLost() {
        fixture.slow("0s");
        var first = send(gateway, prompt("gone"), "Idempotency-Key", "gone");
        sandbox.reset();
        ledger.endedEarlier(Duration.ofMinutes(6));

        var again = send(gateway, prompt("gone"), "Idempotency-Key", "gone");

        Problems.assertProblem(again, 410, "result-lost", "/v1/images/generations");
        assertThat(again.json().at("/data/0/url")).isEqualTo(first.json().at("/data/0/url"));
        assertThat(fixture.generation(first.header("X-Generation-Id"))
                        .json()
                        .at("/problem/type")
                        .asString())
                .isEqualTo("/problems/result-lost");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void callersThatWaitAreCounted() {
        try (var few = ReplayFixture.open(LedgerRows.sqlite(), "--gateway.clients[0].limits.waiting-callers=1")) {
            few.gate().hold();
            var first =
                    few.gateway().callLater(ReplayFixture.request(few.gateway(), prompt("w"), "Idempotency-Key", "w"));
            await().until(() -> few.gate().posts() == 1);

            var refused = send(few.gateway(), prompt("w"), "Idempotency-Key", "w");

            assertThat(refused.problem()).isEqualTo("too-many-in-flight");
            few.gate().letGo();
            assertThat(((Call.Answered) first.join()).answer().status()).isEqualTo(200);
        }
    }
}
