package dev.imagegateway.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads and writes the vendor's rows without a generation in this ledger, within one transaction. */
final class UnmatchedRows {

    private final JdbcTemplate jdbc;

    UnmatchedRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores rows, and updates those whose content has changed. Returns the number of new ones. */
    int keep(Map<VendorRow, String> generations) {
        if (generations.isEmpty()) {
            return 0;
        }
        var ids = generations.keySet().stream().map(VendorRow::id).toList();
        var before = jdbc.queryForList(
                "SELECT id FROM unmatched_row WHERE id IN " + VendorRows.places(ids), String.class, ids.toArray());
        var rows = new ArrayList<>(generations.keySet());
        jdbc.batchUpdate("""
                INSERT INTO unmatched_row (id, generation, attempt, reference, kind, credits, created_at, model)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, credits = excluded.credits,
                    model = COALESCE(excluded.model, unmatched_row.model)""", rows, rows.size(), (statement, row) -> {
            VendorRows.values(generations).setValues(statement, row);
            statement.setString(8, row.model());
        });
        return (int) ids.stream().distinct().filter(id -> !before.contains(id)).count();
    }

    List<VendorRow> of(String generation) {
        return jdbc.query(
                "SELECT id, attempt, reference, kind, credits, created_at, model FROM unmatched_row WHERE generation = ?"
                        + " ORDER BY created_at, id",
                (row, _) -> VendorRows.row(row, row.getString("model")),
                generation);
    }

    void remove(String generation) {
        jdbc.update("DELETE FROM unmatched_row WHERE generation = ?", generation);
    }
}
