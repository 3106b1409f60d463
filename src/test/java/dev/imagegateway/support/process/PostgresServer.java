package dev.imagegateway.support.process;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/**
 * A real PostgreSQL that keeps what it has committed: in a container where a Docker engine answers, else as a process.
 *
 * <p>It ends with the JVM if nobody stops it earlier. {@code -Dpostgres=container} or {@code -Dpostgres=embedded} chooses
 * one of the two, and {@code -Dpostgres.image} the container's image.
 */
public sealed interface PostgresServer extends AutoCloseable permits PostgresContainer, PostgresProcess {

    /** Both ways of starting it switch the first off by default, so all are said. */
    Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "max_connections", "300");

    String USER = "postgres";

    /** High in entropy, so that one can look for it in what tests left behind. */
    String PASSWORD = "pg-K7mXq2VzR9tYw4Lc8NbJ3hFs6DgA1eUo";

    /** The one of this test run, for databases of one's own. It is nobody's to hurt or to stop. */
    static PostgresServer shared() {
        return PostgresKind.shared();
    }

    /** One for a single test, which may hurt it. */
    static PostgresServer own() {
        return PostgresKind.start();
    }

    /** A new database with nothing in it. */
    Database newDatabase();

    /** Freezes all of its processes. Connections stay open and new ones are accepted, but nothing is answered. */
    void pause();

    /** Lets them go on. */
    void resume();

    /** Ends all of its processes at once (SIGKILL). */
    void kill();

    /** Starts it again after {@link #kill}, with the same data on the same port; returns once it has recovered. */
    void restart();

    /** All that it has logged. */
    String log();

    /** Stops it, whatever state it is in, and removes its data. */
    @Override
    void close();

    /**
     * A database.
     *
     * @param url as JDBC has it, without user and password
     */
    record Database(String url, String user, String password) {

        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        /** What makes a gateway use it, for its environment. */
        public Map<String, String> environment() {
            return Map.of(
                    "SPRING_DATASOURCE_URL",
                    url,
                    "SPRING_DATASOURCE_USERNAME",
                    user,
                    "SPRING_DATASOURCE_PASSWORD",
                    password);
        }

        /** Creates another one beside it. */
        Database create(String name) {
            try (var connection = connect();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
                return new Database(url.substring(0, url.lastIndexOf('/') + 1) + name, user, password);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
