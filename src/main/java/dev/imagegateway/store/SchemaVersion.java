package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a ledger's database, compared with the migrations of this program.
 *
 * @param found the version of the database; null if it has no ledger
 * @param own the newest version that this program knows
 * @param isOlder whether migrations of this program are missing in the database
 * @param isNewer whether the database has migrations that this program does not know
 * @param faults migrations that failed, or that differ from those of this program
 */
public record SchemaVersion(@Nullable String found, String own, boolean isOlder, boolean isNewer, List<String> faults) {

    /** A migration may build an index over millions of rows. */
    private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(10);

    /** The table of Flyway's records. */
    static final String HISTORY = "flyway_schema_history";

    /** Copies the list. */
    public SchemaVersion {
        faults = List.copyOf(faults);
    }

    /** Whether the database has exactly the migrations of this program. */
    public boolean isSame() {
        return found != null && !isOlder && !isNewer && faults.isEmpty();
    }

    /**
     * Reads the version without changing the database.
     *
     * @throws StartupException if it cannot be read
     */
    static SchemaVersion of(DataSource source) {
        try {
            return read(source);
        } catch (FlywayException e) {
            throw new StartupException("the version of the schema cannot be read: "
                    + Store.driver(e).map(SQLException::getMessage).orElse(e.getMessage()));
        }
    }

    private static SchemaVersion read(DataSource source) {
        var flyway = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .ignoreMigrationPatterns("*:pending", "*:future")
                .load();
        var info = flyway.info();
        var current = info.current();
        return new SchemaVersion(
                current == null ? null : version(current),
                Arrays.stream(info.all())
                        .filter(migration -> migration.getState().isResolved())
                        .map(SchemaVersion::version)
                        .reduce("0", (_, last) -> last),
                info.pending().length > 0,
                Arrays.stream(info.applied())
                        .anyMatch(migration -> !migration.getState().isResolved()),
                current == null ? List.of() : faults(flyway).toList());
    }

    private static Stream<String> faults(Flyway flyway) {
        return flyway.validateWithResult().invalidMigrations.stream()
                .map(invalid -> "migration " + invalid.version + ": "
                        + Objects.requireNonNullElse(invalid.errorDetails.errorMessage, "invalid")
                                .lines()
                                .findFirst()
                                .orElse("invalid"));
    }

    private static String version(MigrationInfo migration) {
        return String.valueOf(migration.getVersion());
    }

    /** @throws FlywayException if a migration fails */
    static void migrate(Store store) {
        // separate connection with a long timeout, because building an index may take minutes
        Flyway.configure()
                .dataSource(store.connections(MIGRATION_TIMEOUT))
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }
}
