package dev.imagegateway.reconciliation;

import dev.imagegateway.support.LedgerRows;

class SqliteUnmatchedTests extends UnmatchedContract {

    @Override
    protected LedgerRows newLedger() {
        return LedgerRows.sqlite();
    }
}
