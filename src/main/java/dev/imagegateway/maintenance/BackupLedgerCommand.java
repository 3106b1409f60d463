package dev.imagegateway.maintenance;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.store.SqliteBackup;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.ApplicationArguments;

/**
 * The command {@code backup-ledger FILE}: copies the SQLite ledger to a file while the gateway runs, and checks the copy.
 * Exits as {@code check-ledger} does. A copy with findings is kept, because it may be the only one.
 */
final class BackupLedgerCommand extends LedgerCommand {

    BackupLedgerCommand() {
        super("backup-ledger");
    }

    @Override
    int run(LedgerSettings settings, ApplicationArguments arguments, PrintStream out) {
        var file = file(arguments);
        if (file == null) {
            throw new StartupException("name the file to write: backup-ledger FILE");
        }
        var status = new AtomicInteger();
        SqliteBackup.write(settings.directory(), settings.where(), Path.of(file), copy -> {
            var report = LedgerCheck.run(copy);
            status.set(report.exitStatus());
            out.println(report.text());
        });
        out.println("written      " + file);
        return status.get();
    }
}
