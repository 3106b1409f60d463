package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.process.PostgresServer;

/** Callers with keys, and the books in PostgreSQL. */
class PostgresKeyedKillProcessTests extends KeyedKillContract {

    @Override
    LedgerLocation newPlace() {
        return new LedgerLocation.InPostgres(PostgresServer.shared().newDatabase());
    }
}
