package dev.imagegateway.maintenance;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Checks the invariants of a ledger. */
final class LedgerCheck {

    private LedgerCheck() {}

    /**
     * Checks everything.
     *
     * @throws StartupException if the database has no ledger, or one of another version
     */
    static CheckReport run(Snapshot snapshot) {
        var damage = damage(snapshot.damage()).toList();
        if (!damage.isEmpty()) {
            // what can still be read may be wrong
            return CheckReport.damaged(snapshot, damage);
        }
        var schema = snapshot.schema();
        if (schema.found() == null) {
            throw new StartupException(snapshot.name() + " has no ledger: start a gateway with it first");
        }
        if (schema.isOlder()) {
            throw new StartupException("the schema of " + snapshot.name() + " has version " + schema.found()
                    + ", and this program checks version " + schema.own()
                    + ": use the program that wrote it, or start this version of the gateway once");
        }
        var findings = new ArrayList<Finding>();
        if (!schema.faults().isEmpty()) {
            findings.add(Finding.of(
                    "schema",
                    "migrations have failed, or are not those of this program",
                    "use the release that wrote this ledger, or restore the backup that was made before the upgrade",
                    schema.faults()));
        }
        var doubt = snapshot.doubt();
        if (doubt != null) {
            findings.add(Finding.of(
                    "identity",
                    "the file is not the one that ledger.id knows",
                    "restore the newest copy of the folder, or accept the loss (docs/deployment.md, Restoring)",
                    List.of(doubt)));
        }
        invariants(snapshot.jdbc()).forEach(findings::add);
        var figures = LedgerFigures.read(snapshot.jdbc());
        snapshot.confirm();
        return CheckReport.of(snapshot, schema, figures, findings);
    }

    static Stream<Finding> damage(List<String> faults) {
        return faults.isEmpty()
                ? Stream.empty()
                : Stream.of(Finding.of(
                        "damage",
                        "SQLite finds damage in the file",
                        "stop the gateway, keep a copy of the whole folder, and restore the newest backup"
                                + " (docs/operations.md)",
                        faults));
    }

    /** Checks the accounts and all rows. */
    static Stream<Finding> invariants(JdbcTemplate jdbc) {
        return Stream.concat(
                AccountCheck.run(jdbc).stream(), RowCheck.ALL.stream().flatMap(check -> check.run(jdbc).stream()));
    }
}
