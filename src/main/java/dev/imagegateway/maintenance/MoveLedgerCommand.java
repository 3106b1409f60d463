package dev.imagegateway.maintenance;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.store.StoreMove;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The command {@code move-ledger}: copies the SQLite ledger in {@code gateway.ledger.directory} to the empty PostgreSQL
 * of {@code spring.datasource}, and compares both. Exits with 0, with 1 if there are findings, or with 2 if nothing could
 * be moved.
 */
final class MoveLedgerCommand extends LedgerCommand {

    /** Leases and locks of processes. None may run, and what they held becomes unknown as after any crash. */
    private static final Set<String> OF_PROCESSES = Set.of("owner", "shedlock");

    MoveLedgerCommand() {
        super("move-ledger");
    }

    @Override
    int run(LedgerSettings settings, ApplicationArguments arguments, PrintStream out) {
        try (var move = StoreMove.open(settings.directory(), settings.accept(), settings.where())) {
            var findings = Stream.concat(LedgerCheck.damage(move.damage()), LedgerCheck.invariants(move.source()))
                    .toList();
            if (!findings.isEmpty()) {
                findings.forEach(finding -> out.println(finding.text()));
                out.println("nothing was moved, because the file has findings: resolve them first");
                return FINDINGS;
            }
            var before = LedgerFigures.read(move.source());
            out.print(before.text());
            var tables = move.run(OF_PROCESSES, copy -> compare(before, copy));
            out.println(
                    tables.isEmpty()
                            ? "\nan earlier run had copied everything; the file is closed now"
                            : "\ncopied and compared row by row:");
            tables.forEach(table -> out.printf(Locale.ROOT, "%-24s %10d rows%n", table.name(), table.rows()));
            out.printf(
                    Locale.ROOT,
                    "%nThe ledger is in PostgreSQL %s now, with the same sums. Start the gateways with this"
                            + " spring.datasource. Leave gateway.ledger.directory as it is, or set"
                            + " gateway.images.directory to its folder images, if images are kept in a folder."
                            + " No gateway starts with the file any more; keep it as a backup.%n",
                    move.place());
            return OK;
        }
    }

    private static void compare(LedgerFigures before, JdbcTemplate copy) {
        var after = LedgerFigures.read(copy);
        if (!after.equals(before)) {
            throw new StartupException(
                    "nothing was moved: the sums in PostgreSQL differ from those of the file:\n" + after.text());
        }
        LedgerCheck.invariants(copy).findFirst().ifPresent(finding -> {
            throw new StartupException("nothing was moved: in PostgreSQL, " + finding.text());
        });
    }
}
