package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The identity of a ledger in a database and the number of its commits (table {@code ledger_identity}).
 *
 * @param id null if the database is empty or older than this table
 * @param commits the number of commits in the database
 */
record LedgerIdentity(@Nullable String id, long commits) {

    private static final LedgerIdentity NONE = new LedgerIdentity(null, 0);

    /**
     * Reads the identity without changing the database.
     *
     * @throws StartupException if the database is not a ledger
     */
    static LedgerIdentity read(Connection connection, Path database) throws SQLException {
        if (count(connection, "name = 'ledger_identity'") == 0) {
            if (count(connection, "type = 'table'") > 0 && count(connection, "name = 'flyway_schema_history'") == 0) {
                throw new StartupException(database + " is another application's database: set"
                        + " gateway.ledger.directory to a folder of the gateway's own");
            }
            return NONE;
        }
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT id, commits FROM ledger_identity")) {
            return row.next() ? new LedgerIdentity(row.getString(1), row.getLong(2)) : NONE;
        }
    }

    private static int count(Connection connection, String condition) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT COUNT(*) FROM sqlite_master WHERE " + condition)) {
            return row.getInt(1);
        }
    }

    /**
     * Gives the database an identity if it has none. The commit also makes everything durable that was recovered from
     * the log.
     *
     * @param recorded the content of {@code ledger.id}. If present, this counts as a commit. A new ledger takes the
     *     recorded id if that one has no commits. Otherwise it gets a new id, because it is not the ledger that was
     *     lost.
     */
    static LedgerIdentity begin(Connection connection, Optional<LedgerMark.Recorded> recorded) throws SQLException {
        var count = recorded.isPresent() ? 1 : 0;
        try (var update = connection.prepareStatement("UPDATE ledger_identity SET commits = commits + " + count)) {
            if (update.executeUpdate() == 0) {
                try (var insert =
                        connection.prepareStatement("INSERT INTO ledger_identity (id, commits) VALUES (?, 0)")) {
                    insert.setString(
                            1,
                            recorded.filter(mark -> mark.commits() == 0)
                                    .map(LedgerMark.Recorded::id)
                                    .orElseGet(() -> UUID.randomUUID().toString()));
                    insert.executeUpdate();
                }
            }
        }
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT id, commits FROM ledger_identity")) {
            return new LedgerIdentity(row.getString(1), row.getLong(2));
        }
    }

    /**
     * Counts the commit of the current transaction.
     *
     * @param known the number of commits that the database must have
     * @return the number of commits including this one
     * @throws StoreUnavailableException if the database is a different one or has fewer commits
     */
    static long count(JdbcTemplate jdbc, String id, long known) {
        var commits = jdbc.queryForList(
                "UPDATE ledger_identity SET commits = commits + 1 WHERE id = ? AND commits >= ? RETURNING commits",
                Long.class,
                id,
                known);
        if (commits.isEmpty()) {
            throw new StoreUnavailableException("the database knows less than this process has committed: stop the"
                    + " gateway and restore the newest copy of its folder");
        }
        return commits.getFirst();
    }
}
