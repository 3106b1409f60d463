package dev.imagegateway.generation;

import dev.imagegateway.support.GatewayWithClients;
import dev.imagegateway.support.process.PostgresServer;

/** Lists of generations from PostgreSQL. */
class PostgresGenerationListTests extends GenerationListContract {

    PostgresGenerationListTests() {
        super(GatewayWithClients.Store.postgres(PostgresServer.shared()));
    }
}
