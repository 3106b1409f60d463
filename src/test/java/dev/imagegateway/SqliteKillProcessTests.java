package dev.imagegateway;

/** The books in a file. */
class SqliteKillProcessTests extends KillContract {

    @Override
    LedgerPlace newPlace() {
        return LedgerPlace.InFile.fresh();
    }
}
