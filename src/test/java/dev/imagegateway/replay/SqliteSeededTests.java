package dev.imagegateway.replay;

import dev.imagegateway.support.LedgerRows;

/** Seeds in a file. */
class SqliteSeededTests extends SeededContract {

    SqliteSeededTests() {
        super(LedgerRows.sqlite(), 1);
    }
}
