package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerLocation;

/** Callers with keys, and the books in a file. */
class SqliteKeyedKillProcessTests extends KeyedKillContract {

    @Override
    LedgerLocation newPlace() {
        return LedgerLocation.InFile.fresh();
    }
}
