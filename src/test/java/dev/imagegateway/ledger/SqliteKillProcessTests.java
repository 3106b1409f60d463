package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerLocation;

/** The books in a file. */
class SqliteKillProcessTests extends KillContract {

    @Override
    LedgerLocation newPlace() {
        return LedgerLocation.InFile.fresh();
    }
}
