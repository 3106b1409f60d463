package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.process.PostgresServer;

/** The books in PostgreSQL. */
class PostgresKillProcessTests extends KillContract {

    @Override
    LedgerLocation newPlace() {
        return new LedgerLocation.InPostgres(PostgresServer.shared().newDatabase());
    }
}
