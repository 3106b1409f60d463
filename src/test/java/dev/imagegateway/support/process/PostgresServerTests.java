package dev.imagegateway.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other tests take on trust: that this server keeps what it commits, and can be hurt. */
class PostgresServerTests {

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void commitsLast(String setting) throws SQLException {
        assertThat(text(PostgresServer.shared().newDatabase(), "SHOW " + setting))
                .isEqualTo("on");
    }

    @Test
    void databasesAreApart() throws SQLException {
        var one = PostgresServer.shared().newDatabase();
        execute(one, "CREATE TABLE note (line text)");

        assertThat(text(
                        PostgresServer.shared().newDatabase(),
                        "SELECT count(*) FROM pg_tables WHERE tablename = 'note'"))
                .isEqualTo("0");
    }

    @Test
    void committedRowSurvivesAKillAndAnOpenTransactionDoesNot() throws SQLException {
        try (var server = PostgresServer.own()) {
            var database = server.newDatabase();
            execute(database, "CREATE TABLE note (line text)");
            execute(database, "INSERT INTO note VALUES ('committed')");
            try (var connection = database.connect();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("INSERT INTO note VALUES ('open')");

                server.kill();

                assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);

            server.restart();

            assertThat(text(database, "SELECT string_agg(line, ',') FROM note")).isEqualTo("committed");
            assertThat(text(database, "SHOW fsync")).isEqualTo("on");
            assertThat(server.log()).contains("automatic recovery in progress");
        }
    }

    @Test
    void pausedServerAnswersNothingAndThenGoesOn() throws SQLException {
        try (var server = PostgresServer.own()) {
            var database = server.newDatabase();
            var impatient = new PostgresServer.Database(
                    database.url() + "?socketTimeout=1&loginTimeout=1", database.user(), database.password());
            try (var patient = database.connect();
                    var connected = impatient.connect();
                    var statement = connected.createStatement()) {
                server.pause();

                assertThatThrownBy(() -> statement.execute("SELECT 1"))
                        .hasRootCauseInstanceOf(SocketTimeoutException.class);
                assertThatThrownBy(impatient::connect).isInstanceOf(SQLException.class);

                server.resume();

                assertThat(patient.isValid(30)).isTrue();
                assertThat(text(impatient, "SELECT 'awake'")).isEqualTo("awake");
            }
        }
    }

    @Test
    void pausedServerCanBeKilled() throws SQLException {
        try (var server = PostgresServer.own()) {
            var database = server.newDatabase();
            server.pause();
            server.kill();
            server.restart();

            assertThat(text(database, "SELECT 'awake'")).isEqualTo("awake");
        }
    }

    @Test
    void stopsInWhateverStateItIs() throws SQLException {
        var paused = PostgresServer.own();
        var killed = PostgresServer.own();
        paused.pause();
        killed.kill();

        paused.close();
        killed.close();

        paused.close();
        assertThat(text(PostgresServer.shared().newDatabase(), "SELECT 'awake'"))
                .as("the others live on")
                .isEqualTo("awake");
    }

    private static void execute(PostgresServer.Database database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(PostgresServer.Database database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
