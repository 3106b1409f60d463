package dev.imagegateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.LogsGate;
import dev.imagegateway.support.RunningSandbox;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresReconciliationTests extends ReconciliationContract {

    @Override
    protected LedgerRows newLedger() {
        return LedgerRows.postgres();
    }

    @Test
    void oneReplicaReadsAtATime() {
        var ledger = newLedger();
        try (var server = RunningSandbox.start("--sandbox.logs-per-minute=1000000");
                var gate = new LogsGate(server.url());
                var one = start(
                        ledger,
                        "--gateway.upstream.base-url=" + gate.url(),
                        "--gateway.reconciliation.interval=100ms");
                var other = start(
                        ledger,
                        "--gateway.upstream.base-url=" + gate.url(),
                        "--gateway.reconciliation.interval=100ms")) {
            gate.shut(500, "");
            server.sandbox().fault("{\"fault\":\"html-error\"}");
            one.generate(Gateway.A_CAT);
            other.generate(Gateway.A_CAT);
            ledger.age(Duration.ofSeconds(60));

            // both have had their turns
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> one.metric("image_gateway_reconciliation_seconds_count") > 5
                            && other.metric("image_gateway_reconciliation_seconds_count") > 5
                            && gate.reads() > 10);
            assertThat(gate.mostReading()).isEqualTo(1);
        }
    }
}
