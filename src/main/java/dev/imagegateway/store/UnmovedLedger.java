package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Keeps a gateway from starting with an empty PostgreSQL while the ledger is still in a SQLite file: what was spent and
 * every idempotency key would be forgotten.
 */
final class UnmovedLedger {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private UnmovedLedger() {}

    /** @throws StartupException if the file has generations, and PostgreSQL has none */
    static void refuse(Path file, Store shared) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) == 0 || MovedMark.exists(file)) {
                return;
            }
            if (!hasGenerations(shared.connections(TIMEOUT)) && hasGenerations(Snapshot.reading(file, false))) {
                throw new StartupException("the ledger is in " + file + ", and the configured PostgreSQL is empty: run"
                        + " move-ledger first (docs/operations.md), or move the file away to begin a new ledger");
            }
        } catch (SQLException e) {
            throw new StartupException("it cannot be read whether " + file + " has a ledger that was not moved to"
                    + " PostgreSQL: let the gateway read it, or move it away");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasGenerations(DataSource ledger) throws SQLException {
        try (var connection = ledger.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT 1 FROM generation LIMIT 1")) {
            return row.next();
        }
    }
}
