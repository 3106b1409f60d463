package dev.imagegateway;

/** Lists of generations from a file. */
class SqliteGenerationListTests extends GenerationListContract {

    SqliteGenerationListTests() {
        super(Office.Store.sqlite());
    }
}
