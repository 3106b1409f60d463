package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the configured store and migrates its schema. */
public final class StoreOpening {

    private static final Logger log = LoggerFactory.getLogger(StoreOpening.class);

    private StoreOpening() {}

    /**
     * Opens the store.
     *
     * @param directory directory of the SQLite file; ignored with PostgreSQL
     * @param accept {@code gateway.ledger.accept}; ignored with PostgreSQL
     * @param where the configured database; without a URL, SQLite is used
     * @throws StartupException if the store cannot be used
     */
    public static Store open(Path directory, String accept, StoreProperties where) {
        var store = connect(directory, accept, where);
        try {
            migrate(store, directory);
            if (store.isShared()) {
                UnmovedLedger.refuse(directory.resolve("ledger.db"), store);
            }
            store.begin();
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    private static Store connect(Path directory, String accept, StoreProperties where) {
        return isShared(where) ? postgres(where) : SqliteStore.open(directory, accept);
    }

    /** Whether a database server is configured instead of a file. */
    static boolean isShared(StoreProperties where) {
        return where.url() != null && !where.url().isBlank();
    }

    /**
     * Connects to PostgreSQL.
     *
     * @throws StartupException if it cannot be used
     */
    static PostgresStore postgres(StoreProperties where) {
        var url = Objects.requireNonNullElse(where.url(), "");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new StartupException("SPRING_DATASOURCE_URL must be jdbc:postgresql://host[:port]/database; leave it"
                    + " out for a file in gateway.ledger.directory");
        }
        var postgres = new PostgresStore(url, where.username(), where.password());
        postgres.check();
        return postgres;
    }

    /** Whether the database refused a statement for lack of privileges. */
    private static boolean mayNot(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && "42501".equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** @throws StartupException if the schema cannot be migrated */
    static void migrate(Store store, Path directory) {
        try {
            SchemaVersion.migrate(store);
        } catch (FlywayException e) {
            if (store.isShared() && mayNot(e)) {
                throw new StartupException("the ledger's PostgreSQL user may not create or change tables: make"
                        + " SPRING_DATASOURCE_USERNAME the owner of the database, or GRANT CREATE, USAGE ON SCHEMA"
                        + " public to it");
            }
            log.error("The ledger's schema cannot be brought up to date", e);
            throw new StartupException("the ledger's schema cannot be brought up to date, see the log"
                    + (store.isShared() ? "" : "; its directory is " + directory));
        }
    }
}
