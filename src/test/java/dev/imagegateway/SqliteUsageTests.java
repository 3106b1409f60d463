package dev.imagegateway;

/** Reports from a file. */
class SqliteUsageTests extends UsageContract {

    SqliteUsageTests() {
        super(Office.Store.sqlite());
    }
}
