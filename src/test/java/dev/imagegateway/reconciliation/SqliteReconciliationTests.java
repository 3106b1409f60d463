package dev.imagegateway.reconciliation;

import dev.imagegateway.support.LedgerRows;

class SqliteReconciliationTests extends ReconciliationContract {

    @Override
    protected LedgerRows newLedger() {
        return LedgerRows.sqlite();
    }
}
