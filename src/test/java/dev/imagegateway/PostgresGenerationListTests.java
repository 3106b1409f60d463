package dev.imagegateway;

import dev.imagegateway.process.PostgresServer;

/** Lists of generations from PostgreSQL. */
class PostgresGenerationListTests extends GenerationListContract {

    PostgresGenerationListTests() {
        super(Office.Store.postgres(PostgresServer.shared()));
    }
}
