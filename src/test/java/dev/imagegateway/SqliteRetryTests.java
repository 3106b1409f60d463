package dev.imagegateway;

/** Retries in a file. */
class SqliteRetryTests extends RetryContract {

    SqliteRetryTests() {
        super(LedgerRows.sqlite(), 1);
    }
}
