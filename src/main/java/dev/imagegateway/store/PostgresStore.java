package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** PostgreSQL, shared by several processes. */
final class PostgresStore implements Store {

    private static final Logger log = LoggerFactory.getLogger(PostgresStore.class);

    private static final int OLDEST = 15;

    private final String url;
    private final @Nullable String username;
    private final @Nullable String password;

    PostgresStore(String url, @Nullable String username, @Nullable String password) {
        this.url = url;
        this.username = username;
        this.password = password;
    }

    /** @throws StartupException if PostgreSQL is too old or unreachable */
    void check() {
        try (var connection = connections(Duration.ofSeconds(10)).getConnection();
                var statement = connection.createStatement()) {
            var version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new StartupException("the ledger needs PostgreSQL " + OLDEST + " or later; this is " + version);
            }
            try (var row = statement.executeQuery("SHOW fsync")) {
                if (row.next() && !"on".equals(row.getString(1))) {
                    log.warn(
                            "PostgreSQL runs with fsync=off: when its machine fails, money is forgotten. Switch it on.");
                }
            }
        } catch (SQLException e) {
            throw new StartupException(refusal(e));
        }
    }

    /** Why PostgreSQL cannot be used. */
    String refusal(SQLException failure) {
        return new PostgresRefusal(url).of(failure);
    }

    /** Host, port and database, without secrets. */
    String place() {
        return new PostgresRefusal(url).database();
    }

    @Override
    public DataSource connections(Duration timeout) {
        var seconds = Math.max(1, Math.toIntExact(timeout.toSeconds()));
        var properties = new Properties();
        // a paused server ignores cancel requests, so only a socket timeout ends the wait
        properties.setProperty("socketTimeout", Integer.toString(seconds));
        properties.setProperty("connectTimeout", Integer.toString(Math.min(seconds, 5)));
        properties.setProperty("tcpKeepAlive", "true");
        // the detail contains the values of a rejected row, which may include a prompt
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "image-gateway");
        if (username != null && !username.isBlank()) {
            properties.setProperty("user", username);
        }
        if (password != null && !password.isBlank()) {
            properties.setProperty("password", password);
        }
        // parameters in the URL take precedence
        var postgres = new DriverManagerDataSource(url, properties);
        return new DelegatingDataSource(postgres) {
            @Override
            public Connection getConnection() throws SQLException {
                return prepared(super.getConnection(), timeout);
            }
        };
    }

    private static Connection prepared(Connection connection, Duration timeout) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit TO on");
            // another replica may keep a lock, for example while it is suspended
            statement.execute("SET lock_timeout TO " + timeout.toMillis() / 2);
            statement.execute("SET statement_timeout TO " + timeout.toMillis());
            statement.execute("SET idle_in_transaction_session_timeout TO " + timeout.toMillis() * 2);
            try (var row = statement.executeQuery("SHOW synchronous_commit")) {
                row.next();
                if (!"on".equals(row.getString(1))) {
                    throw new SQLException("PostgreSQL did not switch synchronous_commit on");
                }
            }
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public int readers() {
        return 8;
    }

    @Override
    public String now() {
        return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Failure classify(SQLException failure) {
        var state = failure.getSQLState();
        if (state == null) {
            return Failure.UNAVAILABLE;
        }
        return switch (state) {
            // serialization failure, deadlock, lock timeout
            case "40001", "40P01", "55P03" -> Failure.REPLAY;
            default ->
                // data, constraint and syntax errors would recur; a read-only server may be promoted
                (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"))
                        ? Failure.POISON
                        : Failure.UNAVAILABLE;
        };
    }

    /** No-op: {@code statement_timeout} ends the query. */
    @Override
    public void interrupt(Connection connection) {}

    @Override
    public void close() {}
}
