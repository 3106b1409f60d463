package dev.imagegateway;

/** Seeds in a file. */
class SqliteSeededTests extends SeededContract {

    SqliteSeededTests() {
        super(LedgerRows.sqlite(), 1);
    }
}
