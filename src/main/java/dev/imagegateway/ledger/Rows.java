package dev.imagegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads rows of table {@code generation}. */
final class Rows {

    private static final String SELECT = """
            SELECT id, state, client, user_tag, model, images_asked, images_delivered, image_size, steps, seed,
                request_hash, request_id, key_prefixes, attempts, inference_id, upstream_request_id, credits_held,
                credits_used, evidence, outcome, hour_at, day_at, month_at, held_at, deadline, ended_at, vendor_credits,
                reconciled_at, answer, price_units, no_seed
            FROM generation WHERE\s""";

    /**
     * The condition of index generation_open. It must match the index exactly, otherwise SQLite reads the whole table.
     */
    static final String OPEN = "state IN ('HELD', 'UNKNOWN')";

    /** The condition for {@link State#HELD} that uses the index. */
    static final String HELD = OPEN + " AND state = 'HELD'";

    /** The condition for {@link State#UNKNOWN} that uses the index. */
    static final String UNKNOWN = OPEN + " AND state = 'UNKNOWN'";

    private final JdbcTemplate jdbc;

    Rows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param rest a condition, optionally followed by an order */
    List<Entry> find(String rest, Object... arguments) {
        return jdbc.query(SELECT + rest, (row, _) -> entry(row), arguments);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var evidence = row.getString("evidence");
        var answer = row.getString("answer");
        return new Entry(
                row.getString("id"),
                State.valueOf(row.getString("state")),
                row.getString("client"),
                row.getString("user_tag"),
                row.getString("model"),
                row.getInt("images_asked"),
                Objects.requireNonNullElse(number(row, "price_units"), row.getLong("images_asked")),
                integer(row, "images_delivered"),
                row.getString("image_size"),
                integer(row, "steps"),
                row.getInt("no_seed") == 1 ? null : number(row, "seed"),
                row.getString("request_hash"),
                row.getString("request_id"),
                List.of(row.getString("key_prefixes").split(",")),
                integer(row, "attempts"),
                row.getString("inference_id"),
                row.getString("upstream_request_id"),
                row.getLong("credits_held"),
                number(row, "credits_used"),
                evidence == null ? null : Evidence.ofLabel(evidence),
                row.getString("outcome"),
                row.getLong("hour_at"),
                row.getLong("day_at"),
                row.getLong("month_at"),
                Instant.ofEpochMilli(row.getLong("held_at")),
                Instant.ofEpochMilli(row.getLong("deadline")),
                instant(row, "ended_at"),
                number(row, "vendor_credits"),
                instant(row, "reconciled_at"),
                answer == null ? List.of() : answer.lines().toList());
    }

    private static @Nullable Long number(ResultSet row, String name) throws SQLException {
        var value = row.getLong(name);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Integer integer(ResultSet row, String name) throws SQLException {
        var value = row.getInt(name);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(ResultSet row, String name) throws SQLException {
        var value = number(row, name);
        return value == null ? null : Instant.ofEpochMilli(value);
    }
}
