package dev.imagegateway.replay;

import static dev.imagegateway.support.ReplayFixture.prompt;
import static dev.imagegateway.support.ReplayFixture.seeded;
import static dev.imagegateway.support.ReplayFixture.send;
import static dev.imagegateway.support.ReplayFixture.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Answer;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.ReplayFixture;
import dev.imagegateway.support.Sandbox;
import dev.imagegateway.support.TestKeys;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where an answer could be paid twice, or reach the wrong caller: each was found by looking for it. */
class ReplayHazardTests {

    private final LedgerRows ledger = LedgerRows.sqlite();
    private final ReplayFixture fixture = ReplayFixture.open(
            ledger,
            "--gateway.response-timeout=1m",
            "--gateway.delivery.url-trust=1s",
            "--gateway.delivery.fetch-retry.base-delay=10ms",
            "--gateway.replay.seeded.across-clients=true",
            "--gateway.clients[1].limits.requests-per-minute=60",
            "--gateway.clients[1].limits.requests-burst=3");
    private final Gateway gateway = fixture.gateway();
    private final Sandbox sandbox = fixture.sandbox();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Answer attempt(String body, int count) {
        return send(gateway, body, "X-Stainless-Retry-Count", Integer.toString(count));
    }

    /** Its caller is told that it is under way. Nothing is made before {@code letGo()}. */
    private Answer givesUp(String body, int count) {
        fixture.gate().hold();
        return send(gateway, body, "X-Stainless-Retry-Count", Integer.toString(count), "Prefer", "wait=1");
    }

    private Answer asTeamB(String body, int count) {
        return gateway.send(ReplayFixture.request(gateway, body, "X-Stainless-Retry-Count", Integer.toString(count))
                .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));
    }

    @Test
    void triesAfterAFailureFollowTheGenerationThatTookItsPlace() {
        sandbox.fault("{\"fault\":\"rate-limited\",\"times\":1}");
        assertThat(attempt(prompt("chain"), 0).problem()).isEqualTo("overloaded");
        var second = givesUp(prompt("chain"), 1);
        assertThat(second.problem()).isEqualTo("still-generating");

        fixture.gate().letGo();
        var third = attempt(prompt("chain"), 2);

        assertThat(third.header("X-Generation-Id")).isEqualTo(second.header("X-Generation-Id"));
        assertThat(sandbox.posts()).hasSize(2);
    }

    @Test
    void failureThatNoClientRepeatsIsNobodysEarlierTry() {
        sandbox.fault("{\"fault\":\"internal-error\",\"times\":1}");
        assertThat(attempt(prompt("failed"), 0).problem()).isEqualTo("upstream-failed");
        var second = givesUp(prompt("failed"), 0);
        assertThat(second.problem()).isEqualTo("still-generating");
        fixture.gate().letGo();

        assertThat(attempt(prompt("failed"), 1).header("X-Generation-Id")).isEqualTo(second.header("X-Generation-Id"));
        assertThat(sandbox.posts()).hasSize(2);
    }

    @Test
    void imagesInTheAnswerItselfThatWereToldLongAgoAreNobodysEarlierTry() {
        sandbox.fault("{\"fault\":\"b64\",\"times\":1}");
        assertThat(attempt(prompt("bytes"), 0).status()).isEqualTo(200);
        ledger.answeredEarlier(Duration.ofSeconds(61));
        assertThat(givesUp(prompt("bytes"), 0).problem()).isEqualTo("still-generating");
        fixture.gate().letGo();

        assertThat(attempt(prompt("bytes"), 1).status()).isEqualTo(200);
    }

    @Test
    void retryForAnotherUserTakesNothing() {
        var first = attempt(prompt("user").replace("}", ",\"user\":\"one\"}"), 0);

        var other = attempt(prompt("user").replace("}", ",\"user\":\"two\"}"), 1);

        assertThat(url(other)).isNotEqualTo(url(first));
    }

    @Test
    void resultOfAnotherClientsSeedStaysNamelessUnderAKey() {
        send(gateway, seeded("shared", 1));
        for (int i = 0; i < 2; i++) {
            var other = gateway.send(ReplayFixture.request(gateway, seeded("shared", 1), "Idempotency-Key", "k")
                    .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));
            assertThat(other.status()).isEqualTo(200);
            assertThat(other.headers()).doesNotContainKey("X-Generation-Id");
            assertThat(other.json().at("/meta/usage/credits_used").longValue()).isZero();
        }
    }

    @Test
    void resultThatIsGoneIsMadeAnewOnceForAll() {
        var rows = LedgerRows.sqlite();
        // with time to wait for the image, however slow the machine is
        try (var patient = ReplayFixture.open(
                rows, "--gateway.delivery.url-trust=1s", "--gateway.delivery.fetch-retry.patience=100ms")) {
            send(patient.gateway(), seeded("gone", 10));
            rows.endedEarlier(Duration.ofMinutes(3));
            patient.sandbox().reset();
            patient.slow("200ms");

            var answers = IntStream.range(0, 8)
                    .mapToObj(_ -> patient.gateway().callLater(patient.gateway().generation(seeded("gone", 10))))
                    .toList()
                    .stream()
                    .map(call -> ((Call.Answered) call.join()).answer())
                    .toList();

            assertThat(answers.stream().map(ReplayFixture::url)).containsOnly(url(answers.getFirst()));
            assertThat(patient.sandbox().posts()).hasSize(1);
        }
    }

    @Test
    void budgetThatRefusesANewMakingLeavesTheEarlierResult() {
        try (var poor =
                ReplayFixture.open(LedgerRows.sqlite(), "--gateway.clients[0].budget.credits-per-month=100000")) {
            var first = send(poor.gateway(), seeded("kept", 11));
            assertThat(send(poor.gateway(), seeded("kept", 11), "Cache-Control", "no-cache")
                            .problem())
                    .isEqualTo("budget-exhausted");

            var later = send(poor.gateway(), seeded("kept", 11));

            assertThat(later.header("X-Cache")).isEqualTo("hit");
            assertThat(url(later)).isEqualTo(url(first));
        }
    }

    @Test
    void refusalOfAnotherBodyOfTheSameLengthIsNotTheRetrys() {
        fixture.gate().hold();
        var first = gateway.send(
                ReplayFixture.request(gateway, prompt("aaaa"), "X-Stainless-Retry-Count", "0", "Prefer", "wait=1")
                        .setHeader("Authorization", "Bearer " + TestKeys.TEAM_B));
        assertThat(first.problem()).isEqualTo("still-generating");
        var other = "{\"prompt\":\"bb\"" + " ".repeat(prompt("aaaa").length() - 15) + "}";
        await().until(() -> asTeamB(other, 0).status() == 429);

        fixture.gate().letGo();
        var retry = await().until(() -> asTeamB(prompt("aaaa"), 1), answer -> answer.status() != 429);

        assertThat(retry.header("X-Generation-Id")).isEqualTo(first.header("X-Generation-Id"));
        assertThat(sandbox.posts()).hasSize(1);
    }

    @Test
    void retryWhoseImagesAreThereNeedsNoWait() {
        var first = attempt(prompt("there"), 0);

        var again = send(gateway, prompt("there"), "X-Stainless-Retry-Count", "1", "Prefer", "wait=0");

        assertThat(url(again)).isEqualTo(url(first));
    }
}
