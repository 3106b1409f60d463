package dev.imagegateway.maintenance;

import dev.imagegateway.store.Snapshot;
import java.io.PrintStream;
import java.nio.file.Path;
import org.springframework.boot.ApplicationArguments;

/**
 * The command {@code check-ledger [FILE]}: checks the configured ledger, or a SQLite file such as a backup. Exits with 0,
 * with 1 if there are findings, or with 2 if it cannot read the ledger. {@code --json} prints one JSON document.
 */
final class CheckLedgerCommand extends LedgerCommand {

    CheckLedgerCommand() {
        super("check-ledger");
    }

    @Override
    int run(LedgerSettings settings, ApplicationArguments arguments, PrintStream out) {
        var file = file(arguments);
        try (var snapshot =
                file == null ? Snapshot.open(settings.directory(), settings.where()) : Snapshot.ofFile(Path.of(file))) {
            var report = LedgerCheck.run(snapshot);
            out.println(arguments.containsOption("json") ? report.json() : report.text());
            return report.exitStatus();
        }
    }
}
