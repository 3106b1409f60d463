package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.LoadGenerator.Sent;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What tests with crashes take on trust: that the gateway that they kill is the real one, and really killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayProcessTests {

    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    private RunningSandbox upstream;
    private GatewayProcess gateway;

    @BeforeAll
    void start() {
        upstream = RunningSandbox.start();
        gateway = GatewayProcess.start(upstream.sandbox().url());
    }

    @AfterAll
    void end() {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void reset() {
        upstream.sandbox().reset();
    }

    @Test
    void killedGatewayServesAgainAndTheSandboxRemembers() {
        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
        long pid = gateway.pid();

        gateway.sigkill();

        assertThat(gateway.awaitExit()).isEqualTo(KILLED);
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(gateway.call(gateway.generation(Gateway.A_CAT))).isInstanceOf(Call.Broken.class);

        gateway.restart();

        assertThat(gateway.pid()).isNotEqualTo(pid);
        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
        assertThat(upstream.sandbox().billedAttempts()).isEqualTo(2);
    }

    @Test
    void terminatedGatewayEndsByItselfAndServesAgain() {
        gateway.sigterm();

        assertThat(gateway.awaitExit()).isEqualTo(TERMINATED);

        gateway.restart();
        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200);
    }

    @Test
    void frozenGatewayAnswersOnceItGoesOn() {
        gateway.sigstop();
        var patient = gateway.callLater(gateway.generation(Gateway.A_CAT));
        var impatient = gateway.call(gateway.generation(Gateway.A_CAT).timeout(Duration.ofSeconds(1)));

        assertThat(impatient)
                .isInstanceOfSatisfying(
                        Call.Broken.class, call -> assertThat(call.cause()).isInstanceOf(HttpTimeoutException.class));
        assertThat(patient).isNotDone();
        assertThat(upstream.sandbox().posts()).isEmpty();

        gateway.sigcont();

        assertThat(patient).succeedsWithin(Duration.ofMinutes(2)).matches(Call::succeeded);
    }

    @Test
    void loadGoesOnThroughAKill() {
        try (var load = LoadGenerator.start(1, 4, gateway)) {
            await().until(() -> successes(load.sent()).size() >= 10);
            gateway.sigkill();
            await().until(() -> load.sent().stream().anyMatch(sent -> sent.call() instanceof Call.Broken));
            int before = successes(load.sent()).size();
            gateway.restart();
            await().until(() -> successes(load.sent()).size() >= before + 10);

            var sent = load.stop();

            assertThat(sent).extracting(Sent::prompt).doesNotHaveDuplicates();
            assertThat(successes(sent)).allSatisfy(success -> {
                assertThat(success.call().generation()).isPresent();
                assertThat(success.call().credits()).hasValue(91_000L * success.images());
            });
            assertThat(upstream.sandbox().posts())
                    .extracting(post -> post.path("body").stringValue())
                    .allSatisfy(body -> assertThat(sent).anyMatch(call -> body.contains('"' + call.prompt() + '"')));
        }
    }

    @Test
    void sameSeedAsksForTheSame() {
        assertThat(firstOfLoad(7)).isEqualTo(firstOfLoad(7)).isNotEqualTo(firstOfLoad(8));
    }

    private List<Integer> firstOfLoad(long seed) {
        try (var load = LoadGenerator.start(seed, 1, gateway)) {
            await().until(() -> load.sent().size() >= 12);
            return load.stop().stream().limit(12).map(Sent::images).toList();
        }
    }

    private static List<Sent> successes(List<Sent> sent) {
        return sent.stream().filter(one -> one.call().succeeded()).toList();
    }
}
