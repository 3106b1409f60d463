package dev.imagegateway;

class SqliteReconciliationTests extends ReconciliationContract {

    @Override
    LedgerRows newLedger() {
        return LedgerRows.sqlite();
    }
}
