package dev.imagegateway.replay;

import static dev.imagegateway.support.ReplayFixture.seeded;
import static dev.imagegateway.support.ReplayFixture.send;
import static dev.imagegateway.support.ReplayFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.ReplayFixture;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed makes the same images, so that they are paid for once. */
abstract class SeededContract extends OnReplayFixture {

    SeededContract(LedgerRows ledger, int replicas) {
        super(ledger, replicas, "--gateway.delivery.url-trust=1s");
    }

    @Test
    void secondRequestIsAHitAndFree() {
        var first = send(gateway, seeded("hit", 42));
        var second = send(fixture.other(), seeded("hit", 42));

        assertThat(first.header("X-Cache")).isEqualTo("miss");
        assertThat(second.header("X-Cache")).isEqualTo("hit");
        assertThat(url(second)).isEqualTo(url(first));
        assertThat(second.header("X-Credits-Used")).isEqualTo("0");
        assertThat(second.json().at("/meta/usage/credits_used").longValue()).isZero();
        assertThat(second.json().path("seed").longValue()).isEqualTo(42);
        assertThat(second.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void defaultsThatAreSaidMakeNoOtherRequest() {
        var first = send(gateway, seeded("defaults", 1));
        var said = send(
                gateway,
                "{" + Gateway.MODEL
                        + ",\"prompt\":\"defaults\",\"seed\":1,\"n\":1,\"size\":\"1024x1024\",\"user\":\"u\"}");

        assertThat(said.header("X-Cache")).isEqualTo("hit");
        assertThat(url(said)).isEqualTo(url(first));
        assertThat(send(gateway, seeded("defaults", 2)).header("X-Cache")).isEqualTo("miss");
        assertThat(send(gateway, seeded("other prompt", 1)).header("X-Cache")).isEqualTo("miss");
    }

    private static String of(String model, String more) {
        return "{\"model\":\"" + model + "\",\"prompt\":\"a model's seeds\"" + more + "}";
    }

    /** By an alias too, for both are one model; 0 is a seed of Google's. */
    @Test
    void seedsOfOtherModelsAreReused() {
        var kontext = send(gateway, of("flux/kontext-pro/text-to-image", ",\"seed\":5"));
        var alias = send(fixture.other(), of("flux-pro/kontext/text-to-image", ",\"seed\":5"));
        assertThat(kontext.header("X-Cache")).isEqualTo("miss");
        assertThat(alias.header("X-Cache")).isEqualTo("hit");
        assertThat(url(alias)).isEqualTo(url(kontext));

        var imagen = of("google/imagen-4.0-fast-generate-001", ",\"seed\":0,\"enhance_prompt\":false");
        assertThat(send(gateway, imagen).json().path("seed").longValue()).isZero();
        assertThat(send(gateway, imagen).header("X-Cache")).isEqualTo("hit");

        // rewrites prompts unless it is told not to
        var rewritten = of("google/imagen-4.0-fast-generate-001", ",\"seed\":0");
        assertThat(send(gateway, rewritten).headers()).doesNotContainKey("X-Cache");
        assertThat(send(gateway, of("alibaba/qwen-image", ",\"seed\":2147483647,\"prompt_extend\":false"))
                        .json()
                        .path("seed")
                        .longValue())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void modelWithoutASeedIsSentNone() {
        var answer = send(gateway, of("openai/gpt-image-1", ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().has("seed")).isFalse();
        assertThat(sandbox.lastBody().has("seed")).isFalse();
        var generation = gateway.send(gateway.to("/v1/generations/" + answer.header("X-Generation-Id"))
                .header("Authorization", "Bearer " + TestKeys.CLIENT));
        assertThat(generation.json().path("seed").isNull()).isTrue();
        assertThat(generation.json().at("/result").has("seed")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"seed\":9007199254740992", ",\"seed\":3,\"prompt_expansion\":true"})
    void whatIsNotPromisedToBeTheSameIsMadeEachTime(String more) {
        var body = "{" + Gateway.MODEL + ",\"prompt\":\"not promised\"" + more + "}";
        for (int i = 0; i < 2; i++) {
            assertThat(send(gateway, body).headers()).doesNotContainKey("X-Cache");
        }
        assertThat(sandbox.billedAttempts()).isEqualTo(2);
    }

    /** The URL of a reference can have another content by then. */
    @Test
    void requestsWithReferencesAreMadeEachTime() {
        var body = of("flux-2-pro", ",\"seed\":3,\"image_urls\":[\"https://example.com/latest.png\"]");
        for (int i = 0; i < 2; i++) {
            assertThat(send(gateway, body).headers()).doesNotContainKey("X-Cache");
        }
        assertThat(sandbox.billedAttempts()).isEqualTo(2);
    }

    @Test
    void callerMayHaveItMadeAnew() {
        var first = send(gateway, seeded("anew", 7));

        var uncached = send(gateway, seeded("anew", 7), "Cache-Control", "no-cache");
        assertThat(uncached.header("X-Cache")).isEqualTo("miss");
        assertThat(url(uncached)).isNotEqualTo(url(first));
        // which is what answers the next one
        assertThat(url(send(gateway, seeded("anew", 7)))).isEqualTo(url(uncached));

        var unstored = send(gateway, seeded("anew", 7), "Cache-Control", "no-store");
        assertThat(unstored.headers()).doesNotContainKey("X-Cache");
        assertThat(url(send(gateway, seeded("anew", 7)))).isEqualTo(url(uncached));
        assertThat(sandbox.billedAttempts()).isEqualTo(3);
    }

    @Test
    void resultsAreEachClientsOwn() {
        send(gateway, seeded("own", 8));

        var other = gateway.send(
                gateway.generation(seeded("own", 8)).setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));

        assertThat(other.header("X-Cache")).isEqualTo("miss");
        assertThat(sandbox.billedAttempts()).isEqualTo(2);
    }

    @Test
    void resultsAreForgottenAfterTheirTime() {
        send(gateway, seeded("old", 9));
        ledger.endedEarlier(Duration.ofMinutes(11));

        assertThat(send(fixture.other(), seeded("old", 9)).header("X-Cache")).isEqualTo("miss");
    }

    @Test
    void resultThatIsNotServedAnyMoreIsMadeAnew() {
        var first = send(gateway, seeded("gone", 10));
        ledger.endedEarlier(Duration.ofMinutes(3));
        // it forgets all of its images
        sandbox.reset();

        var second = send(fixture.other(), seeded("gone", 10));

        assertThat(second.header("X-Cache")).isEqualTo("miss");
        assertThat(url(second)).isNotEqualTo(url(first));
        assertThat(send(gateway, seeded("gone", 10)).header("X-Cache")).isEqualTo("hit");
    }

    @Test
    void equalRequestsAtOnceAreSentOnce() {
        gate.hold();
        fixture.slow("1s");
        var calls = IntStream.range(0, 20)
                .mapToObj(i -> {
                    var one = i % 2 == 0 ? gateway : fixture.other();
                    return one.callLater(one.generation(seeded("at once", 11)));
                })
                .toList();
        await().until(() -> gate.posts() == 1);
        gate.letGo();
        var answers = calls.stream()
                .map(call -> ((Call.Answered) call.join()).answer())
                .toList();

        assertThat(answers.stream().map(ReplayFixture::url)).containsOnly(url(answers.getFirst()));
        assertThat(answers.stream().filter(answer -> answer.header("X-Cache").equals("miss")))
                .hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.header("X-Cache").equals("joined")))
                .isNotEmpty();
        assertThat(sandbox.posts()).hasSize(1);
    }

    /** Also those that waited in the process until the first one's credits were held. */
    @ParameterizedTest
    @ValueSource(strings = {"max-age=60", "no-cache"})
    void equalRequestsAtOnceWithOneKeyAreAnsweredByTheKey(String cacheControl) {
        gate.hold();
        var calls = IntStream.range(0, 20)
                .mapToObj(i -> {
                    var one = i % 2 == 0 ? gateway : fixture.other();
                    return one.callLater(one.generation(seeded("at once, " + cacheControl, 14))
                            .header("Idempotency-Key", "at once, " + cacheControl)
                            .header("Cache-Control", cacheControl));
                })
                .toList();
        await().until(() -> gate.posts() == 1);
        gate.letGo();
        var answers = calls.stream()
                .map(call -> ((Call.Answered) call.join()).answer())
                .toList();

        var first = answers.getFirst();
        assertThat(answers.stream().filter(answer -> answer.headers().containsKey("Idempotency-Replayed")))
                .hasSize(19)
                .allSatisfy(answer -> assertThat(answer.headers()).doesNotContainKey("X-Cache"));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.text()).isEqualTo(first.text());
            assertThat(answer.header("X-Generation-Id")).isEqualTo(first.header("X-Generation-Id"));
        });
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void whoJoinedAFailureIsToldOfItAndTheNextOneBeginsAnew() {
        gate.hold();
        sandbox.fault("{\"fault\":\"internal-error\",\"times\":1,\"delay\":\"2s\"}");
        var leader = gateway.callLater(gateway.generation(seeded("refused", 12)));
        await().until(() -> gate.posts() == 1);
        gate.letGo();
        var joined = send(fixture.other(), seeded("refused", 12));

        assertThat(((Call.Answered) leader.join()).answer().problem()).isEqualTo("upstream-failed");
        assertThat(joined.problem()).isEqualTo("upstream-failed");
        assertThat(joined.header("X-Cache")).isEqualTo("joined");
        assertThat(send(gateway, seeded("refused", 12)).header("X-Cache")).isEqualTo("miss");
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void whoJoinedAnUnknownOutcomeIsToldOfItAndTheNextOneBeginsAnew() {
        gate.hold();
        sandbox.fault("{\"fault\":\"close\",\"times\":1,\"delay\":\"2s\"}");
        var leader = gateway.callLater(gateway.generation(seeded("unknown", 13)));
        await().until(() -> gate.posts() == 1);
        gate.letGo();
        var joined = send(fixture.other(), seeded("unknown", 13));

        for (var answer : List.of(((Call.Answered) leader.join()).answer(), joined)) {
            Problems.assertProblem(answer, 424, "outcome-unknown", "/v1/images/generations");
        }
        assertThat(send(gateway, seeded("unknown", 13)).header("X-Cache")).isEqualTo("miss");
    }
}
