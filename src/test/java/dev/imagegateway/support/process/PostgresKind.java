package dev.imagegateway.support.process;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;

/** This run's PostgreSQL, of the kind that it has. */
final class PostgresKind {

    private static final ServerKind CHOSEN = ServerKind.chosen("postgres", PostgresContainer.IMAGE);

    private static final Supplier<PostgresServer> SHARED = SingletonSupplier.of(PostgresKind::start);

    private PostgresKind() {}

    static PostgresServer shared() {
        return SHARED.get();
    }

    /** Starts one, and makes sure that what it commits lasts. */
    static PostgresServer start() {
        var server = switch (CHOSEN) {
            case CONTAINER -> PostgresContainer.start();
            case EMBEDDED -> PostgresProcess.start();
        };
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        try (var connection = server.newDatabase().connect();
                var statement = connection.createStatement()) {
            for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (var value = statement.executeQuery("SHOW " + setting)) {
                    if (!value.next() || !"on".equals(value.getString(1))) {
                        throw new AssertionError(setting + " is off: commits would not last");
                    }
                }
            }
            return server;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
