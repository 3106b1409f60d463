package dev.imagegateway;

/** Keys in a file. */
class SqliteIdempotencyKeyTests extends IdempotencyKeyContract {

    SqliteIdempotencyKeyTests() {
        super(LedgerRows.sqlite(), 1);
    }
}
