package dev.imagegateway.usage;

import dev.imagegateway.support.GatewayWithClients;

/** Reports from a file. */
class SqliteUsageTests extends UsageContract {

    SqliteUsageTests() {
        super(GatewayWithClients.Store.sqlite());
    }
}
