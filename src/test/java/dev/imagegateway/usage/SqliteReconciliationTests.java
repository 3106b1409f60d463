package dev.imagegateway.usage;

import dev.imagegateway.support.LedgerRows;

class SqliteReconciliationTests extends ReconciliationContract {

    @Override
    protected LedgerRows newLedger() {
        return LedgerRows.sqlite();
    }
}
