package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

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
            copy(directory, copy, check);
            LedgerMark.moveDurably(copy, target);
        } catch (IOException e) {
            discard(copy, e);
            throw new StartupException(target + " cannot be written ("
                    + e.getClass().getSimpleName() + "): check its folder and its disk");
        } catch (RuntimeException e) {
            discard(copy, e);
            throw e;
        }
    }

    private static void copy(Path directory, Path copy, Consumer<Snapshot> check) throws IOException {
        var doubt = vacuum(directory, copy);
        try (var open = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            open.force(true);
        }
        try (var snapshot = Snapshot.ofCopy(copy, doubt)) {
            check.accept(snapshot);
        }
    }

    /** Returns why the ledger that was copied may be incomplete; null if there is no reason. */
    private static @Nullable String vacuum(Path directory, Path copy) throws IOException {
        try (var snapshot = Snapshot.ofDirectory(directory);
                var statement = snapshot.connection().prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
            snapshot.confirm();
            return snapshot.doubt();
        } catch (SQLException e) {
            var code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
            // the ledger was read before, so these are about the copy
            if (code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_CANTOPEN) {
                throw new IOException(code.name(), e);
            }
            throw SqliteOpening.unusable(directory.resolve("ledger.db"), e);
        }
    }

    private static void discard(Path copy, Exception failure) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
