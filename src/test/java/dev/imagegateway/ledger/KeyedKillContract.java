package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Audit;
import dev.imagegateway.support.GatewayProcess;
import dev.imagegateway.support.LedgerLocation;
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
 * {@link KillContract} with callers who name each image that they want and ask until they have it, or are told that it is
 * lost. {@code -Dproof.rounds} and {@code -Dkill.seed} choose how often it is killed, and when.
 */
@Tag("proof")
abstract class KeyedKillContract {

    private static final int ROUNDS = Proof.rounds(1);
    private static final int CALLERS = 12;

    /** Somewhere with nothing in it. */
    abstract LedgerLocation newPlace();

    @Test
    void noKeyIsPaidTwice() throws InterruptedException {
        var place = newPlace();
        long seed = Long.getLong("kill.seed", System.nanoTime());
        var settings = new ArrayList<>(List.of(
                "--gateway.ledger.lease=3s",
                "--gateway.upstream.attempt-timeout=3s",
                "--gateway.upstream.generation-timeout=4s",
                "--gateway.reconciliation.interval=500ms",
                "--gateway.reconciliation.settle-lag=2s",
                "--gateway.reconciliation.clock-skew=1s",
                "--gateway.upstream.books.reads-per-minute=100000",
                // who asks until there is an answer would keep it open while the others have gone
                "--resilience4j.circuitbreaker.instances.upstream.sliding-window-size=1000",
                "--resilience4j.circuitbreaker.instances.upstream.minimum-number-of-calls=1000"));
        settings.addAll(place.settings());
        try (var upstream = RunningSandbox.start(
                        "--sandbox.latency.fixed=150ms",
                        "--sandbox.log-delay=0s",
                        "--sandbox.ledger-delay=0s",
                        "--sandbox.logs-per-minute=1000000");
                var gateway = GatewayProcess.start(
                        upstream.sandbox().url(), place.environment(), settings.toArray(String[]::new))) {
            // caller 3 never gets the answers that were paid for; caller 1 meets failures, which are repeated
            upstream.sandbox().fault("{\"fault\":\"close\",\"promptContains\":\"image 3 \"}");
            upstream.sandbox().fault("{\"fault\":\"unavailable\",\"times\":40,\"promptContains\":\"image 1 \"}");
            var callers = KeyedCallers.start(CALLERS, gateway);
            try (callers) {
                kill(gateway, callers, new Random(seed));
            }
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(Audit.of(place, upstream.sandbox()).rows())
                                    .noneMatch(LedgerLocation.Row::isOpen));
            var audit = Audit.of(place, upstream.sandbox());
            System.out.println(
                    "kill, callers with keys, seed " + seed + ", " + ROUNDS + " rounds: " + callers + "; " + audit);
            Proof.keep("kill, callers with keys, " + place.name(), ROUNDS, audit);
            audit.everythingAgrees();
            callers.eachWasBilledOnce(upstream.sandbox());
            callers.eachIsToldTheSameAgain(gateway);
            assertThat(Audit.of(place, upstream.sandbox())).hasToString(audit.toString());
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("again with -Dkill.seed=" + seed, e);
        }
    }

    private static void kill(GatewayProcess gateway, KeyedCallers callers, Random random) throws InterruptedException {
        // nobody counts down: it is a clock that picks the moment, which no condition could
        var moment = new CountDownLatch(1);
        for (int round = 0; round < ROUNDS; round++) {
            long before = callers.images();
            await().atMost(Duration.ofMinutes(1)).until(() -> callers.images() >= before + CALLERS);
            moment.await(random.nextInt(700), TimeUnit.MILLISECONDS);
            gateway.sigkill();
            gateway.restart();
        }
    }
}
