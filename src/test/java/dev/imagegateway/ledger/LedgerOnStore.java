package dev.imagegateway.ledger;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.ledger.LedgerFixture.Place;
import dev.imagegateway.store.Store;
import dev.imagegateway.store.StoreOpening;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger on a store that starts empty, whose books are true after every test. */
abstract class LedgerOnStore {

    private static final Duration LEASE = Duration.ofSeconds(3);

    private Place place;
    private LedgerFixture books;

    /** Somewhere empty. */
    abstract Place newPlace();

    /** Keeps all others from writing until it is closed. */
    abstract AutoCloseable block(LedgerFixture books) throws SQLException;

    @BeforeEach
    void openBooks() {
        place = newPlace();
        books = LedgerFixture.open(place, Budget.NONE, LEASE);
    }

    @AfterEach
    void closeBooks() {
        books.checkInvariants();
        books.close();
    }

    void reopen(Budget operator) {
        books.close();
        books = LedgerFixture.open(place, operator, LEASE);
    }

    /** With statements that give up soon, where a test waits until the store counts as away. */
    void reopenImpatient() {
        books.close();
        books = LedgerFixture.open(
                place, new OperatorBudget(null, null, null, ZoneOffset.UTC), LEASE, "", Duration.ofMillis(400));
    }

    /** With holds that give up long before the store does, and without sweeps. */
    void reopenHasty() {
        books.close();
        books = LedgerFixture.openHasty(place);
    }

    /** The place's store, for what is not the ledger's work. */
    Store openStore() {
        return StoreOpening.open(place.directory(), "", place.store());
    }

    Place place() {
        return place;
    }

    LedgerFixture books() {
        return books;
    }
}
