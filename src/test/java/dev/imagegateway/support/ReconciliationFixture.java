package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sandbox with logs that can be shut, a ledger, and gateways between them that compare the two all the time. */
public abstract class ReconciliationFixture {

    public static final String FIRST = TestKeys.UPSTREAM;
    public static final String SECOND = TestKeys.UPSTREAM_NEXT;

    public RunningSandbox server;
    public LogsGate gate;
    public Sandbox sandbox;
    public LedgerRows ledger;

    /** A new ledger. */
    protected abstract LedgerRows newLedger();

    @BeforeEach
    public void begin() {
        server = RunningSandbox.start(
                "--sandbox.api-keys=" + FIRST + "," + SECOND,
                "--sandbox.log-delay=0s",
                "--sandbox.ledger-delay=0s",
                "--sandbox.logs-per-minute=1000000");
        sandbox = server.sandbox();
        gate = new LogsGate(server.url());
        ledger = newLedger();
    }

    @AfterEach
    public void end() {
        gate.close();
        server.close();
    }

    public Gateway start(String... settings) {
        return start(
                ledger,
                Stream.concat(Stream.of("--gateway.upstream.base-url=" + server.url()), Stream.of(settings))
                        .toArray(String[]::new));
    }

    public Gateway startBehindGate(String... settings) {
        return start(
                ledger,
                Stream.concat(Stream.of("--gateway.upstream.base-url=" + gate.url()), Stream.of(settings))
                        .toArray(String[]::new));
    }

    public static Gateway start(LedgerRows ledger, String... settings) {
        var fast = Stream.of(
                "--gateway.reconciliation.interval=200ms",
                "--gateway.reconciliation.settle-lag=1s",
                "--gateway.reconciliation.clock-skew=15m",
                "--gateway.reconciliation.unknown-max-age=5m",
                "--gateway.upstream.books.reads-per-minute=100000",
                "--gateway.upstream.books.retry-delay=1ms",
                "--gateway.upstream.attempt-timeout=10s",
                "--gateway.upstream.generation-timeout=10s",
                "--gateway.upstream.max-response-size=1MB",
                "--gateway.upstream.retry.base-delay=1ms",
                "--gateway.upstream.retry.max-delay=1ms",
                "--gateway.upstream.retry.budget-minimum=100000",
                "--gateway.upstream.keys.rest=1ns",
                "--gateway.upstream.keys.longest-rest=1ns",
                "--gateway.upstream.cooldown.first=1ns",
                "--gateway.upstream.cooldown.longest=1ns",
                "--resilience4j.circuitbreaker.instances.upstream.sliding-window-size=1000",
                "--resilience4j.circuitbreaker.instances.upstream.minimum-number-of-calls=1000");
        var all = Stream.concat(fast, Stream.of(settings)).toArray(String[]::new);
        return Gateway.start(URI.create("http://127.0.0.1:9"), ledger.with(all));
    }

    public static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    public void becomes(String state, String evidence) {
        eventually().untilAsserted(() -> {
            assertThat(ledger.only().state()).isEqualTo(state);
            assertThat(ledger.only().evidence()).isEqualTo(evidence);
        });
    }

    /** More rounds have ended than had when this was called. */
    public static void moreRounds(Gateway gateway) {
        var before = gateway.metric("image_gateway_reconciliation_seconds_count");
        eventually().until(() -> gateway.metric("image_gateway_reconciliation_seconds_count") >= before + 3);
    }
}
