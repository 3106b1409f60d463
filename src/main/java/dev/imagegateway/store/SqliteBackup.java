package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Copies a SQLite ledger to another file while a gateway uses it. */
public final class SqliteBackup {

    private SqliteBackup() {}

    /**
     * Writes a copy that has every commit up to now, as one compact file without a log.
     *
     * @param directory directory of the ledger
     * @param target a file that does not exist yet
     * @param check reads the copy before it gets its name
     * @throws StartupException if the ledger cannot be read or the copy cannot be written
     */
    public static void write(Path directory, StoreProperties where, Path target, Consumer<Snapshot> check) {
        if (StoreOpening.isShared(where)) {
            throw new StartupException("the ledger is in PostgreSQL: use pg_dump");
        }
        if (Files.exists(target)) {
            throw new StartupException(target + " exists already: choose another name");
        }
        var copy = target.resolveSibling(target.getFileName() + ".incomplete");
        try {
            Files.deleteIfExists(copy);
            vacuum(directory.resolve("ledger.db"), copy);
            try (var open = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                open.force(true);
            }
            try (var snapshot = Snapshot.ofFile(copy)) {
                check.accept(snapshot);
            } catch (StartupException e) {
                Files.delete(copy);
                throw e;
            }
            LedgerMark.moveDurably(copy, target);
        } catch (IOException e) {
            throw new StartupException(
                    target + " cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static void vacuum(Path database, Path copy) {
        try (var snapshot = Snapshot.ofFile(database);
                var statement = snapshot.connection().prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
            snapshot.confirm();
        } catch (SQLException e) {
            throw SqliteOpening.unusable(database, e);
        }
    }
}
