package dev.imagegateway.ledger;

import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.VendorRow.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;

/** Reads and writes the vendor's rows of this ledger's generations within one transaction. */
final class VendorRows {

    private final JdbcTemplate jdbc;

    VendorRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns those of these generations that exist. */
    Set<String> known(Collection<String> generations) {
        return new HashSet<>(list("SELECT id FROM generation WHERE id IN ", generations));
    }

    /** Returns the ids of those of these rows that are stored. */
    Set<String> kept(Collection<String> ids) {
        return new HashSet<>(list("SELECT id FROM vendor_row WHERE id IN ", ids));
    }

    private List<String> list(String query, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.query(query + places(ids), (row, _) -> row.getString("id"), ids.toArray());
    }

    static String places(Collection<?> values) {
        return "(" + String.join(", ", Collections.nCopies(values.size(), "?")) + ")";
    }

    /** Maps references to the generations of their charges, as far as these were read. */
    Map<String, String> generationsOf(Collection<String> references) {
        var found = new HashMap<String, String>();
        if (!references.isEmpty()) {
            jdbc.query(
                    "SELECT reference, generation FROM vendor_row WHERE kind <> 'refund' AND reference IN "
                            + places(references),
                    row -> {
                        found.put(row.getString("reference"), row.getString("generation"));
                    },
                    references.toArray());
        }
        return found;
    }

    /** Stores rows, and updates those whose content has changed. */
    void keep(Map<VendorRow, String> generations) {
        var rows = new ArrayList<>(generations.keySet());
        jdbc.batchUpdate("""
                INSERT INTO vendor_row (id, generation, attempt, reference, kind, credits, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, credits = excluded.credits,
                    reference = excluded.reference
                WHERE vendor_row.kind <> excluded.kind OR vendor_row.credits <> excluded.credits""", rows, Math.max(1, rows.size()), values(generations));
    }

    /** Sets the values of an insert into a table of rows, in the order of the columns. */
    static ParameterizedPreparedStatementSetter<VendorRow> values(Map<VendorRow, String> generations) {
        return (statement, row) -> {
            statement.setString(1, row.id());
            statement.setString(2, generations.get(row));
            statement.setString(3, row.attempt());
            statement.setString(4, row.reference());
            statement.setString(5, row.kind().label());
            statement.setLong(6, row.credits().amount());
            statement.setLong(7, row.createdAt().toEpochMilli());
        };
    }

    /**
     * Reads a row of such a table.
     *
     * @param model the model that the row names; null if it is not known
     */
    static VendorRow row(ResultSet row, @Nullable String model) throws SQLException {
        return new VendorRow(
                row.getString("id"),
                Kind.ofLabel(row.getString("kind")),
                row.getString("attempt"),
                row.getString("reference"),
                model,
                new Credits(row.getLong("credits")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    /** Returns the rows of each generation. Generations without rows are missing from the map. */
    Map<String, List<VendorRow>> of(Collection<String> generations) {
        var found = new HashMap<String, List<VendorRow>>();
        if (!generations.isEmpty()) {
            jdbc.query(
                    "SELECT id, generation, attempt, reference, kind, credits, created_at FROM vendor_row"
                            + " WHERE generation IN " + places(generations),
                    row -> {
                        found.computeIfAbsent(row.getString("generation"), _ -> new ArrayList<>())
                                .add(row(row, null));
                    },
                    generations.toArray());
        }
        return found;
    }
}
