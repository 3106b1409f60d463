package dev.imagegateway.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.Gateway;
import dev.imagegateway.support.LedgerRows;
import dev.imagegateway.support.ReconciliationFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gauges, and so the alerts, show that rounds fail, whatever makes them fail. */
class FailedRoundTests extends ReconciliationFixture {

    private static final String ROUNDS = "image_gateway_reconciliation_seconds_count";

    private static final String LAG = "image_gateway_reconciliation_lag_seconds";

    @Override
    protected LedgerRows newLedger() {
        return LedgerRows.sqlite();
    }

    @Test
    void lagGrowsWhileRoundsFail() {
        try (var gateway = startBehindGate()) {
            gate.shut(500, "");
            eventually().until(() -> gateway.metric(ROUNDS) > 0);
            // a part of the ledger that only the rounds and the watch for billed failures use
            ledger.change("ALTER TABLE bookmark RENAME TO bookmark_away");
            gateway.generate(Gateway.A_CAT);
            var failed = gateway.metric(ROUNDS, "\"failed\"");
            eventually().until(() -> gateway.metric(ROUNDS, "\"failed\"") > failed + 1);
            assertThat(gateway.metric(LAG)).isZero();
            ledger.age(Duration.ofSeconds(60));

            eventually().until(() -> gateway.metric(LAG) >= 60);

            ledger.change("ALTER TABLE bookmark_away RENAME TO bookmark");
            gate.open();
            eventually().until(() -> ledger.only().reconciled());
            eventually().until(() -> gateway.metric(LAG) == 0);
        }
    }
}
