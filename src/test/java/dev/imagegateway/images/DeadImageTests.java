package dev.imagegateway.images;

import static dev.imagegateway.support.ReplayFixture.seeded;
import static dev.imagegateway.support.ReplayFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.Problems;
import dev.imagegateway.support.StubUpstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fetch has just learnt of an image decides how later requests are answered, however young the image is. */
class DeadImageTests {

    private static final StubUpstream UPSTREAM = new StubUpstream();
    private static final LedgerRows LEDGER = LedgerRows.sqlite();
    private static final AtomicInteger SEEDS = new AtomicInteger();
    private static Gateway gateway;

    private final int seed = SEEDS.incrementAndGet();

    @BeforeAll
    static void start() {
        gateway = Gateway.start(
                UPSTREAM.url(),
                LEDGER.with(
                        "--gateway.delivery.fetch-timeout=30s",
                        "--gateway.delivery.fetch-retry.patience=1s",
                        "--gateway.delivery.fetch-retry.base-delay=20ms"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void answer() {
        makes("first");
        UPSTREAM.serves(200, Map.of(), DeliveryTests.PNG);
    }

    /** From now on the upstream makes an image of this name. */
    private void makes(String name) {
        UPSTREAM.answers(
                200,
                Map.of(),
                "{\"data\":[{\"url\":\"" + url(name) + "\"}],\"meta\":{\"usage\":{\"credits_used\":91000}}}");
    }

    private String url(String name) {
        return UPSTREAM.url() + "/files/" + seed + "/" + name + ".png";
    }

    private String byUrl() {
        return seeded("a cat", seed);
    }

    private String inline() {
        return byUrl().replace("}", ",\"response_format\":\"b64_json\"}");
    }

    private void dies(String... headers) {
        UPSTREAM.serves(404, Map.of(), new byte[0]);
        assertThat(send(gateway, inline(), headers).problem()).isEqualTo("result-lost");
        makes("second");
        UPSTREAM.serves(200, Map.of(), DeliveryTests.PNG);
    }

    @Test
    void seedWhoseImageWasJustFoundDeadIsMadeAgain() {
        dies();

        var again = send(gateway, byUrl());

        assertThat(again.header("X-Cache")).isEqualTo("miss");
        assertThat(again.json().at("/data/0/url").asString()).isEqualTo(url("second"));
        assertThat(again.header("X-Credits-Used")).isEqualTo("91000");
        assertThat(send(gateway, byUrl()).header("X-Cache")).isEqualTo("hit");
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void seedWhoseImageIsFoundDeadByTheHitItselfIsMadeAgain() {
        assertThat(send(gateway, byUrl()).header("X-Cache")).isEqualTo("miss");
        makes("second");
        UPSTREAM.servesFirst(410, Map.of());

        var again = send(gateway, inline());

        assertThat(again.header("X-Cache")).isEqualTo("miss");
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void manyWhoFindItDeadAtOnceHaveItMadeAgainOnce() {
        assertThat(send(gateway, byUrl()).header("X-Cache")).isEqualTo("miss");
        makes("second");
        // the second one is served, so that the number of POSTs does not depend on who is how late
        UPSTREAM.serves(404, Map.of(), new byte[0]);
        UPSTREAM.serves("/files/" + seed + "/second.png", 200, DeliveryTests.PNG);

        var calls = IntStream.range(0, 50)
                .mapToObj(_ -> gateway.callLater(gateway.generation(inline())))
                .toList();
        var answers = calls.stream()
                .map(call -> ((Call.Answered) call.join()).answer())
                .toList();

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(answer -> answer.header("X-Generation-Id")))
                .containsOnly(answers.getFirst().header("X-Generation-Id"));
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void keyWhoseImageWasJustFoundDeadIsLostInEitherForm() {
        dies("Idempotency-Key", "dead");

        for (var body : List.of(byUrl(), inline())) {
            var again = send(gateway, body, "Idempotency-Key", "dead");
            Problems.assertProblem(again, 410, "result-lost", "/v1/images/generations");
            assertThat(again.json().at("/data/0/url").asString()).isEqualTo(url("first"));
        }
        assertThat(UPSTREAM.posts()).isEmpty();
        assertThat(UPSTREAM.fileGets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 503})
    void hostThatFailsProvesNothingOfAnImage(int status) {
        assertThat(send(gateway, byUrl()).header("X-Cache")).isEqualTo("miss");
        UPSTREAM.serves(status, Map.of(), new byte[0]);

        assertThat(send(gateway, inline()).problem()).isEqualTo("delivery-failed");
        var again = send(gateway, byUrl());

        assertThat(again.header("X-Cache")).isEqualTo("hit");
        assertThat(again.json().at("/data/0/url").asString()).isEqualTo(url("first"));
        assertThat(UPSTREAM.posts()).hasSize(1);
    }

    @Test
    void hostThatMissesAnOldImageForAMomentHasNotLostIt() {
        assertThat(send(gateway, byUrl()).header("X-Cache")).isEqualTo("miss");
        LEDGER.endedEarlier(Duration.ofMinutes(3));
        makes("second");
        UPSTREAM.servesFirst(404, Map.of());
        UPSTREAM.servesFirst(404, Map.of());

        var again = send(gateway, inline());

        assertThat(again.header("X-Cache")).isEqualTo("hit");
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(UPSTREAM.posts()).isEmpty();
    }

    @Test
    void imageThatWasJustFetchedIsNotLookedForAgain() {
        assertThat(send(gateway, inline()).status()).isEqualTo(200);
        UPSTREAM.serves(404, Map.of(), new byte[0]);

        assertThat(send(gateway, byUrl()).header("X-Cache")).isEqualTo("hit");
        assertThat(UPSTREAM.fileGets()).hasSize(1);
    }
}
