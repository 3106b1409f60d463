package dev.imagegateway.replay;

import static dev.imagegateway.support.ReplayFixture.prompt;
import static dev.imagegateway.support.ReplayFixture.send;
import static dev.imagegateway.support.ReplayFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.ReplayFixture;
import dev.imagegateway.support.TestKeys;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that says it is a retry gets what its earlier try has paid for, and no other request's images. */
abstract class RetryContract extends OnReplayFixture {

    RetryContract(LedgerRows ledger, int replicas) {
        super(
                ledger,
                replicas,
                "--gateway.response-timeout=1m",
                // some of team-b's requests are refused at the door, and soon no longer
                "--gateway.clients[1].limits.requests-per-minute=60",
                "--gateway.clients[1].limits.requests-burst=3");
    }

    /** A first try whose caller is told that it is under way, and gives up; nothing is made before {@code letGo()}. */
    private static Answer givesUp(Gateway gateway, String body, int count) {
        return send(gateway, body, "X-Stainless-Retry-Count", Integer.toString(count), "Prefer", "wait=1");
    }

    private static Answer attempt(Gateway gateway, String body, int count) {
        return send(gateway, body, "X-Stainless-Retry-Count", Integer.toString(count));
    }

    private static List<Answer> together(List<Gateway> gateways, String body, int count) {
        return together(gateways, one -> attempt(one, body, count));
    }

    private static List<Answer> together(List<Gateway> gateways, Function<Gateway, Answer> asks) {
        var calls = gateways.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> asks.apply(one), Thread::startVirtualThread))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }

    private List<Gateway> four() {
        return IntStream.range(0, 4)
                .mapToObj(i -> i % 2 == 0 ? gateway : fixture.other())
                .toList();
    }

    @Test
    void retryJoinsWhatIsUnderWay() {
        gate.hold();
        var first = givesUp(gateway, prompt("join"), 0);
        Problems.assertProblem(first, 504, "still-generating", "/v1/images/generations");
        assertThat(first.headers()).doesNotContainKey("x-should-retry");

        // long enough for the retry to join it
        fixture.slow("1s");
        gate.letGo();
        var second = attempt(fixture.other(), prompt("join"), 1);

        url(second);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.header("X-Generation-Id")).isEqualTo(first.header("X-Generation-Id"));
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void answerThatMayNotHaveArrivedIsGivenAgainOncePerTry() {
        var first = attempt(gateway, prompt("lost answer"), 0);

        var second = attempt(fixture.other(), prompt("lost answer"), 1);
        assertThat(url(second)).isEqualTo(url(first));
        // somebody else's first retry of an equal request
        assertThat(url(attempt(gateway, prompt("lost answer"), 1))).isNotEqualTo(url(first));
        assertThat(sandbox.posts()).hasSize(2);
    }

    @Test
    void answerThatWasGivenLongAgoIsNobodysRetry() {
        var first = attempt(gateway, prompt("long ago"), 0);
        ledger.answeredEarlier(Duration.ofSeconds(61));

        var retry = attempt(fixture.other(), prompt("long ago"), 1);

        assertThat(url(retry)).isNotEqualTo(url(first));
        assertThat(sandbox.posts()).hasSize(2);
    }

    @Test
    void whatNobodyWaitedForIsARetrysForLonger() {
        gate.hold();
        var first = givesUp(gateway, prompt("unheard"), 0);
        assertThat(first.status()).isEqualTo(504);
        var id = first.header("X-Generation-Id");
        endsOverAMinuteAgo(id);

        assertThat(attempt(fixture.other(), prompt("unheard"), 1).header("X-Generation-Id"))
                .isEqualTo(id);
        assertThat(sandbox.posts()).hasSize(1);

        // now somebody heard of it
        await().until(() -> ledger.answer("SELECT answered_at FROM generation WHERE id = '" + id + "'") > 0);
        ledger.answeredEarlier(Duration.ofSeconds(61));
        assertThat(attempt(gateway, prompt("unheard"), 2).header("X-Generation-Id"))
                .isNotEqualTo(id);
    }

    @Test
    void acceptedAfterAWaitIsAnAnswerAndNobodysRetryForLonger() {
        gate.hold();
        var first =
                send(gateway, prompt("accepted"), "X-Stainless-Retry-Count", "0", "Prefer", "respond-async, wait=1");
        assertThat(first.status()).isEqualTo(202);
        var id = first.header("X-Generation-Id");
        endsOverAMinuteAgo(id);

        assertThat(attempt(fixture.other(), prompt("accepted"), 1).header("X-Generation-Id"))
                .isNotEqualTo(id);
    }

    private void endsOverAMinuteAgo(String id) {
        gate.letGo();
        await().until(() ->
                fixture.generation(id).json().path("state").asString().equals("settled"));
        ledger.answeredEarlier(Duration.ofSeconds(61));
        ledger.endedEarlier(Duration.ofSeconds(61));
    }

    @Test
    void retryOfAFailureBeginsAnew() {
        sandbox.fault("{\"fault\":\"rate-limited\",\"times\":1}");
        assertThat(attempt(gateway, prompt("failed"), 0).problem()).isEqualTo("overloaded");

        var second = attempt(fixture.other(), prompt("failed"), 1);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    @Test
    void retryOfAnUnknownOutcomeIsToldThatItIsUnknown() {
        sandbox.fault("{\"fault\":\"reset\",\"times\":1}");
        var first = attempt(gateway, prompt("unknown"), 0);
        Problems.assertProblem(first, 504, "outcome-unknown", "/v1/images/generations");

        for (int count = 1; count < 4; count++) {
            var again = attempt(fixture.other(), prompt("unknown"), count);
            Problems.assertProblem(again, 504, "outcome-unknown", "/v1/images/generations");
            assertThat(again.header("X-Generation-Id")).isEqualTo(first.header("X-Generation-Id"));
        }
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void retryOfAnotherRequestTakesNothing() {
        attempt(gateway, prompt("this"), 0);
        var other = attempt(gateway, prompt("that"), 1);
        assertThat(other.headers()).doesNotContainKey("Idempotency-Replayed");
        assertThat(sandbox.posts()).hasSize(2);
    }

    @Test
    void equalRequestsThatAreNoRetriesAreNeverMerged() {
        ReplayFixture.assertAllDiffer(together(four(), prompt("four"), 0));
        // nor those that say nothing
        send(gateway, prompt("four"));
        send(gateway, prompt("four"));
        assertThat(sandbox.billedAttempts()).isEqualTo(6);
        assertThat(sandbox.posts()).hasSize(6);
    }

    @Test
    void fourThatTimeOutAndComeAgainAreFourImages() {
        gate.hold();
        assertThat(together(four(), one -> givesUp(one, prompt("time out"), 0)))
                .allMatch(answer -> answer.status() == 504);

        fixture.slow("1s");
        gate.letGo();
        var answers = together(four(), prompt("time out"), 1);

        ReplayFixture.assertAllDiffer(answers);
        assertThat(sandbox.billedAttempts()).isEqualTo(4);
    }

    @Test
    void chainIsFollowedThroughSeveralTries() {
        gate.hold();
        var ids = new ArrayList<String>();
        for (int count = 0; count < 2; count++) {
            ids.add(givesUp(count % 2 == 0 ? gateway : fixture.other(), prompt("chain"), count)
                    .header("X-Generation-Id"));
        }
        gate.letGo();
        ids.add(attempt(gateway, prompt("chain"), 2).header("X-Generation-Id"));
        assertThat(ids).containsOnly(ids.getFirst());
        assertThat(sandbox.posts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/images/generations",
                "/v1/im%61ges/generations",
                "/openai/deployments/stable-diffusion-v3-medium/images/generations?api-version=2024-02-01"
            })
    void refusedAtTheDoorIsNotAnsweredWithAnotherRequestsImage(String path) {
        // a prompt that was refused would have another try
        var number = new AtomicInteger();
        var first = await().until(
                        () -> asTeamBAt(path, "door " + number.incrementAndGet(), 0), answer -> answer.status() != 429);
        var prompt = "door " + number.get();
        var answers = new ArrayList<>(List.of(first));
        while (answers.stream().noneMatch(answer -> answer.status() == 429)) {
            answers.add(asTeamBAt(path, prompt, 0));
        }
        var admitted = answers.subList(0, answers.size() - 1);
        assertThat(admitted).isNotEmpty();

        var later = asTeamBUntilLetInAt(path, prompt);

        assertThat(admitted.stream().map(ReplayFixture::url)).doesNotContain(url(later));
        assertThat(sandbox.billedAttempts()).isEqualTo(admitted.size() + 1);
        // and only once: the next retry of an equal request is one of those that were let in
        assertThat(admitted.stream().map(ReplayFixture::url)).contains(url(asTeamBUntilLetInAt(path, prompt)));
    }

    @Test
    void dryRunThatIsRefusedAtTheDoorIsNoTry() {
        // a prompt that was refused would have another try
        var number = new AtomicInteger();
        var first = await().until(
                        () -> asTeamB("dry run " + number.incrementAndGet(), 0), answer -> answer.status() != 429);
        var prompt = "dry run " + number.get();
        await().until(() -> asTeamB("?dry_run=true", prompt, 0).status() == 429);

        assertThat(url(asTeamBUntilLetIn(prompt))).isEqualTo(url(first));
        assertThat(sandbox.billedAttempts()).isEqualTo(1);
    }

    /** Each try has the next number, as a client's would. */
    private Answer asTeamBUntilLetIn(String prompt) {
        return asTeamBUntilLetInAt("/v1/images/generations", prompt);
    }

    private Answer asTeamBUntilLetInAt(String path, String prompt) {
        var count = new AtomicInteger();
        return await().until(() -> asTeamBAt(path, prompt, count.incrementAndGet()), answer -> answer.status() != 429);
    }

    private Answer asTeamB(String prompt, int count) {
        return asTeamB("", prompt, count);
    }

    private Answer asTeamB(String query, String prompt, int count) {
        return asTeamBAt("/v1/images/generations" + query, prompt, count);
    }

    private Answer asTeamBAt(String path, String prompt, int count) {
        return gateway.send(gateway.to(path)
                .setHeader("Content-Type", "application/json")
                .setHeader("X-Stainless-Retry-Count", Integer.toString(count))
                .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B)
                .POST(BodyPublishers.ofString(prompt(prompt))));
    }
}
