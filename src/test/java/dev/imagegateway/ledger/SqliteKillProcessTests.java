package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerLocation;
import org.junit.jupiter.api.Tag;

/** The books in a file. */
@Tag("long-proof")
class SqliteKillProcessTests extends KillContract {

    @Override
    LedgerLocation newPlace() {
        return LedgerLocation.InFile.fresh();
    }
}
