package dev.imagegateway.alerts;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** AIML's records differ from the ledger, or cannot be read. */
class ReconciliationAlertProcessTests extends AlertProof {

    ReconciliationAlertProcessTests() {
        super(new Installation(
                Map.of(),
                Map.of(),
                List.of(
                        // after both, a row is in the sandbox's logs, which lag by 15 s
                        "--gateway.upstream.attempt-timeout=5s",
                        "--gateway.upstream.generation-timeout=6s",
                        "--gateway.reconciliation.settle-lag=6s",
                        "--gateway.reconciliation.clock-skew=1h",
                        // the sandbox admits 200 reads a minute, as AIML does
                        "--gateway.reconciliation.interval=1s")));
    }

    @Test
    void outcomesAreUnknown() {
        alerts("unknown-generations", "ImageGatewayUnknownGrows")
                .on("Unknown generations", "Held credits")
                .prove();
    }

    @Test
    void recordsCannotBeRead() {
        alerts("reconciliation-lag", "ImageGatewayReconciliationLags")
                .on("Lag of reconciliation", "Reads of AIML's records")
                .prove();
    }

    @Test
    void recordsAreLate() {
        alerts("reconciliation-drift", "ImageGatewayReconciliationDrifts")
                .on("Drift")
                .prove();
    }

    @Test
    void anotherGatewayHasTheSameKey() {
        alerts("unmatched-generations", "ImageGatewayGenerationsUnmatched")
                .on("Unmatched generations")
                .prove();
    }
}
