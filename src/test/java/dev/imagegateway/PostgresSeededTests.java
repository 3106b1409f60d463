package dev.imagegateway;

/** Seeds in PostgreSQL, shared by two gateways. */
class PostgresSeededTests extends SeededContract {

    PostgresSeededTests() {
        super(LedgerRows.postgres(), 2);
    }
}
