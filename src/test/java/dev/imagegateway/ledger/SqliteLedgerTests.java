package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.ledger.LedgerFixture.Place;
import dev.imagegateway.problem.StartupException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The books in a file. */
class SqliteLedgerTests extends LedgerContract {

    @TempDir
    private Path directory;

    @Override
    Place newPlace() {
        return new Place(directory.resolve("not/there/yet"), null, null, null);
    }

    @Override
    AutoCloseable block(LedgerFixture books) throws SQLException {
        var connection = books.connect();
        connection.setAutoCommit(false);
        // a write transaction keeps every other writer out
        connection.createStatement().executeUpdate("UPDATE account SET held = held");
        return () -> {
            connection.rollback();
            connection.close();
        };
    }

    @Test
    void aSecondProcessIsRefusedTheDirectory() {
        assertThatThrownBy(() -> LedgerFixture.open(place(), Budget.NONE, Duration.ofSeconds(30)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("another gateway uses the data directory");
    }

    @Test
    void imagesThatADeadProcessWasCopyingAreDueAtOnceUnlessTheyFailed() {
        var ids = SettledImages.of(books(), 3);
        books().moveClockTo(books().now().plus(ImageRecords.COPY_LEASE));
        assertThat(books().open.images().takeDue(9)).hasSize(3);
        books().open.images().failed(ids.getLast(), "its host answered 503", Duration.ofMinutes(5));

        reopen(Budget.NONE);

        assertThat(books().open.images().takeDue(9))
                .extracting(ImageRecord::id)
                .containsExactlyInAnyOrder(ids.get(0), ids.get(1));
    }

    @Test
    void everyConnectionIsDurable() throws SQLException {
        try (var connection = books().connect();
                var statement = connection.createStatement();
                var journal = statement.executeQuery("PRAGMA journal_mode")) {
            assertThat(journal.getString(1)).isEqualTo("wal");
        }
        try (var connection = books().connect();
                var statement = connection.createStatement();
                var synchronous = statement.executeQuery("PRAGMA synchronous")) {
            assertThat(synchronous.getInt(1)).isEqualTo(2);
        }
    }
}
