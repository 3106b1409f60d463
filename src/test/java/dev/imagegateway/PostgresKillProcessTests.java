package dev.imagegateway;

import dev.imagegateway.process.PostgresServer;

/** The books in PostgreSQL. */
class PostgresKillProcessTests extends KillContract {

    @Override
    LedgerPlace newPlace() {
        return new LedgerPlace.InPostgres(PostgresServer.shared().newDatabase());
    }
}
