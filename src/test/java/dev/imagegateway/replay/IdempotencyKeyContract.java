package dev.imagegateway.replay;

import static dev.imagegateway.support.ReplayFixture.prompt;
import static dev.imagegateway.support.ReplayFixture.seeded;
import static dev.imagegateway.support.ReplayFixture.send;
import static dev.imagegateway.support.ReplayFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Call;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.ReplayFixture;
import dev.imagegateway.support.TestKeys;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One key, one generation, one bill. */
abstract class IdempotencyKeyContract extends OnReplayFixture {

    IdempotencyKeyContract(LedgerRows ledger, int replicas) {
        super(ledger, replicas);
    }

    private double hits() {
        return fixture.other().metric("image_gateway_replay_total", "kind=\"idempotency-key\"", "result=\"hit\"");
    }

    @Test
    void sameKeyIsAnsweredBySameGenerationForNothing() {
        var hitsBefore = hits();
        var first = send(gateway, prompt("one"), "Idempotency-Key", "\"key-1\"");
        var again = send(fixture.other(), prompt("one"), "Idempotency-Key", "key-1");

        assertThat(url(again)).isEqualTo(url(first));
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(first.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(first.header("X-Credits-Used")).isEqualTo("91000");
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("X-Credits-Used")).isEqualTo("0");
        assertThat(again.header("X-Generation-Id")).isEqualTo(first.header("X-Generation-Id"));
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
        assertThat(hits() - hitsBefore).isEqualTo(1);
    }

    @Test
    void answerCanBeHadInTheOtherForm() {
        var first = send(gateway, prompt("form"), "Idempotency-Key", "form");
        var again = send(
                gateway, prompt("form").replace("}", ",\"response_format\":\"b64_json\"}"), "Idempotency-Key", "form");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().at("/data/0/b64_json").asString()).startsWith("iVBOR");
        assertThat(again.json().path("seed")).isEqualTo(first.json().path("seed"));
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() {
        send(gateway, prompt("one thing"), "Idempotency-Key", "reused");

        var other = send(gateway, prompt("another"), "Idempotency-Key", "reused");

        Problems.assertProblem(other, 422, "idempotency-key-reused", "/v1/images/generations");
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void keysAreEachClientsOwn() {
        var first = send(gateway, prompt("mine"), "Idempotency-Key", "shared");

        var other = gateway.send(ReplayFixture.request(gateway, prompt("mine"), "Idempotency-Key", "shared")
                .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));

        assertThat(url(other)).isNotEqualTo(url(first));
        assertThat(other.headers()).doesNotContainKey("Idempotency-Replayed");
    }

    @Test
    void whoAsksWhileItIsUnderWayWaitsForIt() {
        fixture.slow("1s");
        var calls = IntStream.range(0, 12)
                .mapToObj(i -> (i % 2 == 0 ? gateway : fixture.other())
                        .callLater(ReplayFixture.request(
                                i % 2 == 0 ? gateway : fixture.other(), prompt("slow"), "Idempotency-Key", "slow")))
                .toList();
        var answers = calls.stream()
                .map(call -> ((Call.Answered) call.join()).answer())
                .toList();

        assertThat(answers.stream().map(ReplayFixture::url)).containsOnly(url(answers.getFirst()));
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotency-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(answers.stream()
                        .mapToLong(answer -> Long.parseLong(answer.header("X-Credits-Used")))
                        .sum())
                .isEqualTo(91_000);
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void whoDoesNotWaitIsToldToComeBack() {
        gate.hold();
        var first = gateway.callLater(ReplayFixture.request(gateway, prompt("busy"), "Idempotency-Key", "busy"));
        await().until(() -> gate.posts() == 1);

        var early = send(fixture.other(), prompt("busy"), "Idempotency-Key", "busy", "Prefer", "wait=0");

        Problems.assertProblem(early, 409, "idempotency-in-progress", "/v1/images/generations");
        assertThat(early.header("Retry-After")).isEqualTo("1");
        assertThat(early.headers()).doesNotContainKey("x-should-retry");
        gate.letGo();
        var answer = ((Call.Answered) first.join()).answer();
        assertThat(early.header("Location")).isEqualTo("/v1/generations/" + answer.header("X-Generation-Id"));
        assertThat(url(send(gateway, prompt("busy"), "Idempotency-Key", "busy")))
                .isEqualTo(url(answer));
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void definiteFailureFreesTheKey() {
        sandbox.fault("{\"fault\":\"internal-error\",\"times\":1}");
        var failed = send(gateway, prompt("again"), "Idempotency-Key", "freed");
        assertThat(failed.problem()).isEqualTo("upstream-failed");

        var second = send(fixture.other(), prompt("again"), "Idempotency-Key", "freed");

        assertThat(second.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(url(send(gateway, prompt("again"), "Idempotency-Key", "freed")))
                .isEqualTo(url(second));
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void refusalsBeforeSendingAreNotStored() {
        var invalid = send(gateway, "{\"prompt\":\"no model\"}", "Idempotency-Key", "refused");
        assertThat(invalid.status()).isEqualTo(400);

        var good = send(gateway, prompt("good"), "Idempotency-Key", "refused");

        assertThat(good.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(good.status()).isEqualTo(200);
    }

    @Test
    void unknownOutcomeKeepsTheKey() {
        sandbox.fault("{\"fault\":\"reset\",\"times\":1}");
        var unknown = send(gateway, prompt("unknown"), "Idempotency-Key", "unknown");
        var again = send(fixture.other(), prompt("unknown"), "Idempotency-Key", "unknown");

        for (var answer : List.of(unknown, again)) {
            Problems.assertProblem(answer, 504, "outcome-unknown", "/v1/images/generations");
            assertThat(answer.header("Location")).isEqualTo("/v1/generations/" + unknown.header("X-Generation-Id"));
        }
        assertThat(sandbox.posts()).hasSize(1);
        // without a key nobody could tell a repetition from a wish for another image
        sandbox.fault("{\"fault\":\"reset\",\"times\":1}");
        var without = send(gateway, prompt("unknown"));
        Problems.assertProblem(without, 424, "outcome-unknown", "/v1/images/generations");
        assertThat(without.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void answerWithoutAnImageKeepsTheKey() {
        sandbox.fault("{\"fault\":\"empty-data\",\"times\":1}");
        var none = send(gateway, prompt("filtered"), "Idempotency-Key", "filtered");
        assertThat(none.problem()).isEqualTo("no-image");

        var again = send(fixture.other(), prompt("filtered"), "Idempotency-Key", "filtered");

        assertThat(again.problem()).isEqualTo("no-image");
        assertThat(again.header("X-Credits-Used")).isEqualTo("0");
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void keyOfARequestThatASeedAnsweredStandsForItsResult() {
        var first = send(gateway, seeded("both", 5));
        var keyed = send(fixture.other(), seeded("both", 5), "Idempotency-Key", "both");
        assertThat(keyed.header("X-Cache")).isEqualTo("hit");
        assertThat(url(keyed)).isEqualTo(url(first));

        assertThat(send(gateway, seeded("both", 5), "Idempotency-Key", "both").header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(send(gateway, seeded("both", 6), "Idempotency-Key", "both").problem())
                .isEqualTo("idempotency-key-reused");
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"open", "\"a\"b", "\"a\\b\"", "\"\"", "é", "\"tab\tin\""})
    void whatIsNoKeyIsRefused(String key) {
        var long256 = key.equals("é") ? "k".repeat(256) : key;

        var answer = send(gateway, prompt("bad key"), "Idempotency-Key", long256);

        Problems.assertProblem(answer, 400, "invalid-request", "/v1/images/generations");
        assertThat(answer.json().at("/errors/0/header").asString()).isEqualTo("Idempotency-Key");
        assertThat(sandbox.posts()).isEmpty();
    }

    @Test
    void twoKeysAreRefused() {
        var answer = send(gateway, prompt("two"), "Idempotency-Key", "a", "Idempotency-Key", "b");

        assertThat(answer.json().at("/errors/0/code").asString()).isEqualTo("uniqueKeys");
    }

    @Test
    void unchangedClientRequestIdIsItsOwnGeneration() {
        var first = send(gateway, prompt("azure"), "x-ms-client-request-id", "id-1");
        var again = send(fixture.other(), prompt("azure"), "x-ms-client-request-id", "id-1");
        var other = send(gateway, prompt("azure"), "x-ms-client-request-id", "id-2");

        assertThat(url(again)).isEqualTo(url(first));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(url(other)).isNotEqualTo(url(first));
        // some callers send one id with all that they ask for
        assertThat(send(gateway, prompt("azure 2"), "x-ms-client-request-id", "id-1")
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.billedAttempts()).isEqualTo(3);
    }

    @Test
    void answerOutlivesItsProcess() {
        var first = send(gateway, prompt("outlives"), "Idempotency-Key", "outlives");
        // the books alone know of it now: nothing of a request that has ended stays in memory
        var stored = fixture.generation(first.header("X-Generation-Id"));

        assertThat(stored.json().path("result")).isEqualTo(first.json());
        assertThat(ledger.url()).isNotEmpty();
    }
}
