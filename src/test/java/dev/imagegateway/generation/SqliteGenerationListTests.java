package dev.imagegateway.generation;

import dev.imagegateway.support.GatewayWithClients;

/** Lists of generations from a file. */
class SqliteGenerationListTests extends GenerationListContract {

    SqliteGenerationListTests() {
        super(GatewayWithClients.Store.sqlite());
    }
}
