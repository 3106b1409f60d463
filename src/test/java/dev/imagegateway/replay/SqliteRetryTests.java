package dev.imagegateway.replay;

import dev.imagegateway.support.LedgerRows;

/** Retries in a file. */
class SqliteRetryTests extends RetryContract {

    SqliteRetryTests() {
        super(LedgerRows.sqlite(), 1);
    }
}
