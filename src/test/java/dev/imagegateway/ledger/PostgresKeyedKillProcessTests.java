package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerLocation;
import dev.imagegateway.support.process.PostgresServer;
import org.junit.jupiter.api.Tag;

/** Callers with keys, and the books in PostgreSQL. */
@Tag("long-proof")
class PostgresKeyedKillProcessTests extends KeyedKillContract {

    @Override
    LedgerLocation newPlace() {
        return new LedgerLocation.InPostgres(PostgresServer.shared().newDatabase());
    }
}
