package dev.imagegateway;

/** Retries in PostgreSQL, shared by two gateways. */
class PostgresRetryTests extends RetryContract {

    PostgresRetryTests() {
        super(LedgerRows.postgres(), 2);
    }
}
