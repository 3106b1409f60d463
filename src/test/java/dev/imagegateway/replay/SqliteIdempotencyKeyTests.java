package dev.imagegateway.replay;

import dev.imagegateway.support.LedgerRows;

/** Keys in a file. */
class SqliteIdempotencyKeyTests extends IdempotencyKeyContract {

    SqliteIdempotencyKeyTests() {
        super(LedgerRows.sqlite(), 1);
    }
}
