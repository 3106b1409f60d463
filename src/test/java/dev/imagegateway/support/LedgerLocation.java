package dev.imagegateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagegateway.support.process.PostgresServer.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where gateways keep their books, read past them. */
public sealed interface LedgerLocation {

    /** The database's name, for people. */
    String name();

    /** What makes a gateway use it. */
    List<String> settings();

    /** The same, for what nobody should read in a list of processes. */
    Map<String, String> environment();

    Connection connect() throws SQLException;

    /** A file in a folder. */
    record InFile(Path directory) implements LedgerLocation {

        public static InFile fresh() {
            return new InFile(DataFolders.fresh().toAbsolutePath());
        }

        @Override
        public String name() {
            return "SQLite";
        }

        @Override
        public List<String> settings() {
            return List.of("--gateway.ledger.directory=" + directory);
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }

        @Override
        public Connection connect() throws SQLException {
            var properties = new Properties();
            properties.setProperty("busy_timeout", "60000");
            return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("ledger.db"), properties);
        }
    }

    /** PostgreSQL. */
    record InPostgres(Database database) implements LedgerLocation {

        @Override
        public String name() {
            return "PostgreSQL";
        }

        @Override
        public List<String> settings() {
            return List.of();
        }

        @Override
        public Map<String, String> environment() {
            return database.environment();
        }

        @Override
        public Connection connect() throws SQLException {
            return database.connect();
        }
    }

    /** A generation's row. */
    record Row(
            String id,
            String state,
            String client,
            long held,
            @Nullable Long used,
            long hourAt,
            @Nullable String evidence,
            @Nullable Integer attempts,
            @Nullable String outcome) {

        public boolean isOpen() {
            return state.equals("HELD") || state.equals("UNKNOWN");
        }

        public long credits() {
            return used == null ? 0 : used;
        }
    }

    default List<Row> rows() {
        return query(
                "SELECT id, state, client, credits_held, credits_used, hour_at, evidence, attempts, outcome"
                        + " FROM generation ORDER BY id",
                row -> {
                    var used = row.getLong("credits_used");
                    var isUsed = !row.wasNull();
                    var attempts = row.getInt("attempts");
                    var isKnown = !row.wasNull();
                    return new Row(
                            row.getString("id"),
                            row.getString("state"),
                            row.getString("client"),
                            row.getLong("credits_held"),
                            isUsed ? used : null,
                            row.getLong("hour_at"),
                            row.getString("evidence"),
                            isKnown ? attempts : null,
                            row.getString("outcome"));
                });
    }

    /** Held and spent of a client, or {@code *}, over all periods of one kind. */
    default long[] account(String client, String period) {
        return query(
                        "SELECT COALESCE(SUM(held), 0) AS held, COALESCE(SUM(spent), 0) AS spent FROM account"
                                + " WHERE client = '" + client + "' AND period = '" + period + "'",
                        row -> new long[] {row.getLong("held"), row.getLong("spent")})
                .getFirst();
    }

    /** Makes a generation older than it is, for what would take long to wait for. */
    default void age(String generation, Duration by) {
        try (var connection = connect();
                var statement = connection.prepareStatement(
                        "UPDATE generation SET held_at = held_at - ?, deadline = deadline - ? WHERE id = ?")) {
            statement.setLong(1, by.toMillis());
            statement.setLong(2, by.toMillis());
            statement.setString(3, generation);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads one row of a result. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Reader<T> reader) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
