package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerRows;

/** Mixed units in a file. */
class SqliteMixedUnitsTests extends MixedUnitsContract {

    SqliteMixedUnitsTests() {
        super(LedgerRows.sqlite());
    }
}
