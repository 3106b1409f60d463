package dev.imagegateway.ledger;

import dev.imagegateway.support.LedgerRows;

/** Mixed units in PostgreSQL. */
class PostgresMixedUnitsTests extends MixedUnitsContract {

    PostgresMixedUnitsTests() {
        super(LedgerRows.postgres());
    }
}
