package dev.imagegateway.maintenance;

import dev.imagegateway.store.SchemaVersion;
import dev.imagegateway.store.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a check.
 *
 * @param database the database, without secrets
 * @param ledger the ledger's id; null with PostgreSQL
 * @param commits the number of commits of a SQLite file
 * @param schema the version of the schema; null if the file is damaged
 * @param isOfLaterVersion whether a later version of the gateway has extended the schema
 * @param figures null if the file is damaged
 */
record CheckReport(
        String database,
        @Nullable String ledger,
        long commits,
        @Nullable String schema,
        boolean isOfLaterVersion,
        @Nullable LedgerFigures figures,
        List<Finding> findings) {

    static CheckReport of(Snapshot snapshot, SchemaVersion schema, LedgerFigures figures, List<Finding> findings) {
        return new CheckReport(
                snapshot.name(),
                snapshot.id().orElse(null),
                snapshot.commits(),
                schema.found(),
                schema.isNewer(),
                figures,
                findings);
    }

    static CheckReport damaged(Snapshot snapshot, List<Finding> findings) {
        return new CheckReport(
                snapshot.name(), snapshot.id().orElse(null), snapshot.commits(), null, false, null, findings);
    }

    int exitStatus() {
        return findings.isEmpty() ? LedgerCommand.OK : LedgerCommand.FINDINGS;
    }

    String json() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build()
                .writeValueAsString(this);
    }

    String text() {
        var text = new StringBuilder("ledger       " + database);
        if (ledger != null) {
            text.append(", ledger ")
                    .append(ledger)
                    .append(" with ")
                    .append(commits)
                    .append(" commits");
        }
        if (schema != null) {
            text.append(", schema ").append(schema).append(isOfLaterVersion ? " of a later version" : "");
        }
        if (figures != null) {
            text.append("\n\n").append(figures.text());
        }
        text.append("\nfindings     ").append(findings.isEmpty() ? "none" : findings.size());
        findings.forEach(finding -> text.append("\n").append(finding.text()));
        return text.toString();
    }
}
