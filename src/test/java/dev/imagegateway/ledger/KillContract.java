package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.LoadGenerator;
import dev.imagegateway.support.Proof;
import dev.imagegateway.support.RunningSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packaged gateway under load, killed at random moments and started again, while the upstream lives on and bills.
 * {@code -Dproof.rounds} and {@code -Dkill.seed} choose how often and when.
 */
@Tag("proof")
abstract class KillContract {

    private static final int ROUNDS = Proof.rounds(1);
    private static final int CALLERS = 12;

    /** Somewhere with nothing in it. */
    abstract LedgerLocation newPlace();

    @Test
    void noKillLosesOrDoublesACredit() throws InterruptedException {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        var place = newPlace();
        var settings = new ArrayList<>(List.of(
                "--gateway.ledger.lease=3s",
                "--gateway.upstream.attempt-timeout=3s",
                "--gateway.upstream.generation-timeout=4s",
                "--gateway.reconciliation.interval=1s",
                "--gateway.reconciliation.settle-lag=2s",
                "--gateway.reconciliation.clock-skew=1s"));
        settings.addAll(place.settings());
        try (var upstream = RunningSandbox.start(
                        "--sandbox.latency.fixed=150ms", "--sandbox.log-delay=0s", "--sandbox.ledger-delay=0s");
                var gateway = GatewayProcess.start(
                        upstream.sandbox().url(), place.environment(), settings.toArray(String[]::new))) {
            // caller 3 never gets the answers that were paid for; caller 1 meets failures, which are repeated
            upstream.sandbox().fault("{\"fault\":\"close\",\"bills\":true,\"promptContains\":\" 3 \"}");
            upstream.sandbox().fault("{\"fault\":\"unavailable\",\"times\":40,\"promptContains\":\" 1 \"}");
            try (var load = LoadGenerator.start(seed, CALLERS, gateway)) {
                kill(gateway, load, new Random(seed));
                load.stop();
                Audit.of(place, upstream.sandbox()).everythingBilledIsAccountedFor();
            }
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(Audit.of(place, upstream.sandbox()).rows())
                                    .noneMatch(LedgerLocation.Row::isOpen));
            var audit = Audit.of(place, upstream.sandbox());
            System.out.println("kill, seed " + seed + ", " + ROUNDS + " rounds: " + audit);
            Proof.keep("kill, " + place.name(), ROUNDS, audit);
            audit.everythingAgrees();
            assertThat(audit.billedGenerations()).isGreaterThan(ROUNDS);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("again with -Dkill.seed=" + seed, e);
        }
    }

    private static void kill(GatewayProcess gateway, LoadGenerator load, Random random) throws InterruptedException {
        // nobody counts down: it is a clock that picks the moment, which no condition could
        var moment = new CountDownLatch(1);
        for (int round = 0; round < ROUNDS; round++) {
            int before = successes(load);
            await().atMost(Duration.ofMinutes(1)).until(() -> successes(load) >= before + CALLERS);
            moment.await(random.nextInt(700), TimeUnit.MILLISECONDS);
            gateway.sigkill();
            gateway.restart();
        }
    }

    private static int successes(LoadGenerator load) {
        return (int)
                load.sent().stream().filter(sent -> sent.call().succeeded()).count();
    }
}
