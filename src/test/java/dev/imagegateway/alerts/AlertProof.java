package dev.imagegateway.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Alerts that fire by what their runbook's section "Try it" does, and resolve by what it does then. While they fire, the
 * commands of "Look at" work.
 */
@Tag("alerts")
@TestInstance(Lifecycle.PER_CLASS)
abstract class AlertProof {

    /** Longer than the alerts are pending. */
    private static final Duration SHOWN = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(100);

    /** The lag of reconciliation takes longest, three quarters of a minute. */
    private static final Duration FIRES_WITHIN = Duration.ofSeconds(90);

    private static final int MOST_TRIES = 3;

    final Installation installation;
    final Prometheus prometheus;

    AlertProof(Installation installation) {
        this.installation = installation;
        this.prometheus = installation.prometheus;
    }

    @AfterAll
    void stop() {
        installation.close();
    }

    /** The alerts of a runbook. */
    final Proof alerts(String runbook, String... alerts) {
        return new Proof(Runbook.of(runbook), List.of(alerts));
    }

    /** Compressed or not, what takes minutes in the rules takes at most one and a half here. */
    static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(4)).pollInterval(POLL);
    }

    final class Proof {

        final Runbook runbook;
        private final List<String> alerts;
        private List<String> panels = List.of();

        private Proof(Runbook runbook, List<String> alerts) {
            this.runbook = runbook;
            this.alerts = alerts;
            assertThat(alerts).allSatisfy(alert -> assertThat(runbook.text()).contains("`" + alert + "`"));
        }

        /** Panels of the board on which something is to be seen while the alerts fire. */
        Proof on(String... panels) {
            this.panels = List.of(panels);
            return this;
        }

        /** The first block of "Try it" provokes the alerts, and the second one ends what it has begun. */
        void prove() {
            fire();
            look();
            resolve(() -> installation.shell.run(tryIt(1)));
        }

        private String tryIt(int block) {
            return runbook.commands("Try it").stream()
                    .filter(commands -> !Runbook.isSetting(commands))
                    .toList()
                    .get(block);
        }

        /** Runs the commands that provoke the alerts, until each has fired. */
        void fire() {
            fire(() -> installation.shell.run(tryIt(0)));
        }

        void fire(Runnable fault) {
            eventually().until(() -> prometheus.isQuiet(alerts));
            var fired = new HashSet<String>();
            for (int tries = 1; !fired.containsAll(alerts); tries++) {
                assertThat(tries).as(alerts + ", of which fired: " + fired).isLessThanOrEqualTo(MOST_TRIES);
                fire(fault, fired);
            }
            for (var query : panels.stream()
                    .flatMap(panel -> Board.queries(panel).stream())
                    .toList()) {
                eventually()
                        .untilAsserted(() -> assertThat(
                                        query.highest(prometheus, ".*", SHOWN).orElse(0))
                                .as(query.panel())
                                .isNotZero());
            }
        }

        /** Adds what fires within some time after the fault. A scrape that a busy machine misses can hide it. */
        private void fire(Runnable fault, Set<String> fired) {
            var provoked = CompletableFuture.runAsync(fault, Thread::startVirtualThread);
            try {
                await().atMost(FIRES_WITHIN).pollInterval(POLL).until(() -> {
                    fired.addAll(prometheus.firing());
                    return fired.containsAll(alerts);
                });
            } catch (ConditionTimeoutException again) {
                // the caller decides
            }
            provoked.join();
        }

        /** Runs the commands of "Look at", which must have something to say. */
        void look() {
            look(installation.shell::check);
        }

        void look(Function<String, String> shell) {
            assertThat(runbook.commands("Look at"))
                    .isNotEmpty()
                    .allSatisfy(commands -> assertThat(shell.apply(commands)).isNotBlank());
        }

        /** Ends the fault, and waits until no alert is left. */
        void resolve(Runnable end) {
            end.run();
            eventually().until(() -> prometheus.isQuiet(alerts));
        }
    }
}
