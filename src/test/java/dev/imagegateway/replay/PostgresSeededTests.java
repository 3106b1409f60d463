package dev.imagegateway.replay;

import dev.imagegateway.support.LedgerRows;

/** Seeds in PostgreSQL, shared by two gateways. */
class PostgresSeededTests extends SeededContract {

    PostgresSeededTests() {
        super(LedgerRows.postgres(), 2);
    }
}
