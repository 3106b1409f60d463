package dev.imagegateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.ledger.LedgerFixture.Place;
import dev.imagegateway.support.process.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The books in PostgreSQL. */
class PostgresLedgerTests extends LedgerContract {

    @Override
    Place newPlace() {
        var database = PostgresServer.shared().newDatabase();
        return new Place(Path.of("unused"), database.url(), database.user(), database.password());
    }

    @Override
    AutoCloseable block(LedgerFixture books) throws SQLException {
        var connection = books.connect();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE account, owner, saving IN EXCLUSIVE MODE");
        connection.createStatement().execute("SET idle_in_transaction_session_timeout TO 0");
        return () -> {
            connection.rollback();
            connection.close();
        };
    }

    @Test
    void commitsAreSynchronousWhateverTheDatabaseSays() throws SQLException {
        try (var connection = books().connect();
                var statement = connection.createStatement()) {
            var name = statement.executeQuery("SELECT current_database()");
            name.next();
            statement.execute("ALTER DATABASE " + name.getString(1) + " SET synchronous_commit TO off");
        }
        try (var connection = books().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW synchronous_commit")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void severalProcessesShareOneBudget() {
        try (var other = LedgerFixture.open(place(), Budget.NONE, Duration.ofSeconds(30))) {
            var client = LedgerFixture.client("a", null, 100L, null);
            books().held(client, 60);
            assertThat(other.hold(client, 60)).isInstanceOf(BudgetExhausted.class);
            other.held(client, 40)
                    .settle(LedgerFixture.cost(40), LedgerFixture.DONE)
                    .join();
            assertThat(books().spent("a", BudgetPeriod.DAY)).isEqualTo(40);
        }
    }
}
