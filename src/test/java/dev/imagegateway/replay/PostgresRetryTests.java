package dev.imagegateway.replay;

import dev.imagegateway.support.LedgerRows;

/** Retries in PostgreSQL, shared by two gateways. */
class PostgresRetryTests extends RetryContract {

    PostgresRetryTests() {
        super(LedgerRows.postgres(), 2);
    }
}
