package dev.imagegateway;

import dev.imagegateway.process.PostgresServer;

/** Reports from PostgreSQL. */
class PostgresUsageTests extends UsageContract {

    PostgresUsageTests() {
        super(Office.Store.postgres(PostgresServer.shared()));
    }
}
