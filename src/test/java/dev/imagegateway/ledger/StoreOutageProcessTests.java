package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.Call;
import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.LoadGenerator;
import dev.imagegateway.support.PostGate;
import dev.imagegateway.support.Proof;
import dev.imagegateway.support.RunningSandbox;
import dev.imagegateway.support.process.PostgresServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL away: killed, or standing still, in the middle of commits. */
class StoreOutageProcessTests {

    private PostgresServer postgres;
    private LedgerLocation place;
    private RunningSandbox upstream;
    private PostGate gate;
    private GatewayProcess gateway;

    @BeforeEach
    void start() {
        postgres = PostgresServer.own();
        place = new LedgerLocation.InPostgres(postgres.newDatabase());
        upstream = RunningSandbox.start("--sandbox.log-delay=0s", "--sandbox.ledger-delay=0s");
        gate = new PostGate(upstream.sandbox().url());
        gateway = newGateway();
    }

    private GatewayProcess newGateway() {
        var settings = new ArrayList<>(List.of(
                gate.setting(),
                "--gateway.ledger.lease=8s",
                "--gateway.ledger.timeout=2s",
                "--gateway.ledger.hold-wait=1s",
                "--gateway.ledger.settle-wait=500ms",
                "--gateway.ledger.query-timeout=2s",
                "--gateway.upstream.attempt-timeout=4s",
                "--gateway.upstream.generation-timeout=5s",
                "--gateway.reconciliation.interval=1s",
                "--gateway.reconciliation.settle-lag=2s",
                "--gateway.reconciliation.clock-skew=1s"));
        settings.addAll(place.settings());
        return GatewayProcess.start(upstream.sandbox().url(), place.environment(), settings.toArray(String[]::new));
    }

    @AfterEach
    void end() {
        gateway.close();
        gate.close();
        upstream.close();
        postgres.close();
    }

    private interface Outage {
        void happen();
    }

    private void nothingIsSentAndWhatWasSentIsAnswered(Outage begins, Outage ends) {
        gate.holdAnswers();
        var inFlight = gateway.callLater(gateway.generation(Gateway.A_CAT));
        await().until(() -> upstream.sandbox().posts().size() == 1);

        begins.happen();
        gate.letGo();

        var refused = gateway.generate(Gateway.A_CAT);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().path("error").path("code").stringValue()).isEqualTo("ledger-unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(inFlight).succeedsWithin(Duration.ofSeconds(60)).satisfies(call -> {
            assertThat(call.succeeded()).isTrue();
            assertThat(((Call.Answered) call).answer().header("X-Settlement")).isEqualTo("pending");
        });
        assertThat(upstream.sandbox().posts()).hasSize(1);
        // what needs no books goes on
        assertThat(gateway.actuator("/health/readiness").status()).isEqualTo(200);
        assertThat(gateway.actuator("/health/liveness").status()).isEqualTo(200);
        assertThat(gateway.send(gateway.to("/v3/api-docs")).status()).isEqualTo(200);
        await().until(() -> gateway.metric("image_gateway_degraded", "dependency=\"ledger\"") == 1);

        ends.happen();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(gateway.generate(Gateway.A_CAT).status()).isEqualTo(200));
        assertThat(gateway.metric("image_gateway_degraded", "dependency=\"ledger\""))
                .isZero();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> Audit.of(place, upstream.sandbox()).everythingAgrees());
    }

    @Test
    void whileItIsDead() {
        nothingIsSentAndWhatWasSentIsAnswered(postgres::kill, postgres::restart);
    }

    @Test
    void whileItStandsStill() {
        nothingIsSentAndWhatWasSentIsAnswered(postgres::pause, postgres::resume);
    }

    @Test
    void whileTheDiskOfItsFileIsFull() {
        gateway.close();
        place = LedgerLocation.InFile.fresh();
        gateway = newGateway();
        Assumptions.assumeTrue(limitFiles("unlimited") == 0, "there is no prlimit here");
        // no file of the process may grow: what a full disk does, and as quickly undone
        nothingIsSentAndWhatWasSentIsAnswered(
                () -> assertThat(limitFiles("1")).isZero(),
                () -> assertThat(limitFiles("unlimited")).isZero());
    }

    private int limitFiles(String bytes) {
        try {
            return new ProcessBuilder("prlimit", "--pid", "" + gateway.pid(), "--fsize=" + bytes + ":unlimited")
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException _) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("proof")
    void killedAndStoppedInTheMiddleOfCommits() throws InterruptedException {
        int rounds = Proof.rounds(2);
        long seed = Long.getLong("kill.seed", System.nanoTime());
        var random = new Random(seed);
        // a clock picks the moment, which no condition could
        var moment = new CountDownLatch(1);
        try (var load = LoadGenerator.start(seed, 8, gateway)) {
            for (int round = 0; round < rounds; round++) {
                long before = successes(load);
                await().atMost(Duration.ofMinutes(1)).until(() -> successes(load) >= before + 8);
                moment.await(random.nextInt(500), TimeUnit.MILLISECONDS);
                if (round % 2 == 0) {
                    postgres.kill();
                    moment.await(random.nextInt(3000), TimeUnit.MILLISECONDS);
                    postgres.restart();
                } else {
                    postgres.pause();
                    moment.await(random.nextInt(6000), TimeUnit.MILLISECONDS);
                    postgres.resume();
                }
            }
            load.stop();
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> Audit.of(place, upstream.sandbox()).everythingAgrees());
            var audit = Audit.of(place, upstream.sandbox());
            System.out.println("outages, seed " + seed + ": " + audit);
            Proof.keep("outage, " + place.name(), rounds, audit);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("again with -Dkill.seed=" + seed, e);
        }
    }

    private static long successes(LoadGenerator load) {
        return load.sent().stream().filter(sent -> sent.call().succeeded()).count();
    }
}
