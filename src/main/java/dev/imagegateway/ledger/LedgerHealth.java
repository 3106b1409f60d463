package dev.imagegateway.ledger;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Reports whether the ledger is writable. Not part of a probe group, because a restart would not restore the database.
 */
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
