package dev.imagegateway.usage;

import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.process.PostgresServer;

/** Reports from PostgreSQL. */
class PostgresUsageTests extends UsageContract {

    PostgresUsageTests() {
        super(GatewayWithClients.Store.postgres(PostgresServer.shared()));
    }
}
