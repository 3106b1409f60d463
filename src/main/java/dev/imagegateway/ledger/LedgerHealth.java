package dev.imagegateway.ledger;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the ledger can be written. It is in no probe's group, because a restart would not bring the store back. */
final class LedgerHealth implements HealthIndicator {

    private final OpenLedger open;

    LedgerHealth(OpenLedger open) {
        this.open = open;
    }

    @Override
    public Health health() {
        var fault = open.fault();
        return fault == null
                ? Health.up().build()
                : Health.down().withDetail("reason", fault).build();
    }
}
