package dev.imagegateway.replay;

import dev.imagegateway.support.LedgerRows;

/** Keys in PostgreSQL, shared by two gateways. */
class PostgresIdempotencyKeyTests extends IdempotencyKeyContract {

    PostgresIdempotencyKeyTests() {
        super(LedgerRows.postgres(), 2);
    }
}
