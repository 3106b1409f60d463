package dev.imagegateway.reconciliation;

import dev.imagegateway.support.LedgerRows;

class PostgresUnmatchedTests extends UnmatchedContract {

    @Override
    protected LedgerRows newLedger() {
        return LedgerRows.postgres();
    }
}
