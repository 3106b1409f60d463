package dev.imagegateway.store;

import dev.imagegateway.problem.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code ledger.moved} beside a database whose ledger continues in PostgreSQL. While it exists, no gateway
 * starts with the file, because two ledgers would count different parts of the same budgets.
 */
final class MovedMark {

    private static final String NAME = "ledger.moved";

    private MovedMark() {}

    /** @throws StartupException if the ledger in this file was moved */
    static void refuse(Path database) throws IOException {
        var file = database.resolveSibling(NAME);
        if (Files.exists(file)) {
            throw new StartupException(Files.readString(file).strip() + ": set SPRING_DATASOURCE_URL. To use this file"
                    + " again, which lacks everything since then, stop all gateways and delete " + file);
        }
    }

    static boolean exists(Path database) {
        return Files.exists(database.resolveSibling(NAME));
    }

    static void write(Path database, String text) throws IOException {
        LedgerMark.replace(database.resolveSibling(NAME), text + "\n");
    }
}
