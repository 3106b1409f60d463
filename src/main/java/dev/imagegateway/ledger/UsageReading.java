package dev.imagegateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sums current generations, the roll-ups of purged ones (see {@link Purge}), and savings. */
final class UsageReading {

    private final JdbcTemplate jdbc;
    private final ZoneId zone;

    UsageReading(JdbcTemplate jdbc, ZoneId zone) {
        this.jdbc = jdbc;
        this.zone = zone;
    }

    /** See {@link LedgerQueries#usage}. */
    List<UsageRow> read(Instant from, Instant to, @Nullable String client, UsageGroup by, int most) {
        var live = conditions("held_at", from, to, client);
        var purged = conditions("hour_at", from, to, client);
        var parameters = new ArrayList<>(live.all());
        parameters.addAll(purged.all());
        // savings and roll-ups are kept by the hour only
        parameters.addAll(conditions("hour_at", from, to, client).with(most));
        // the database sorts times; names are sorted here because databases differ in their collation
        Map<String, Usage> groups = by.isTime() ? new LinkedHashMap<>() : new TreeMap<>();
        jdbc.query(
                sums(by, live, purged),
                row -> {
                    // after a change of the time zone two groups may have the same name
                    groups.merge(name(row, by), usage(row), Usage::plus);
                },
                parameters.toArray());
        return groups.entrySet().stream()
                .map(entry -> new UsageRow(entry.getKey().isEmpty() ? null : entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String sums(UsageGroup by, Conditions live, Conditions purged) {
        return """
            SELECT grp, SUM(generations) AS generations, SUM(settled) AS settled, SUM(images) AS images,
                SUM(credits) AS credits, SUM(held) AS held, SUM(unknowns) AS unknowns, SUM(reconciled) AS reconciled,
                SUM(drift) AS drift, SUM(reused) AS reused, SUM(saved) AS saved
            FROM (
                SELECT %1$s AS grp, COUNT(*) AS generations,
                    SUM(CASE WHEN state = 'SETTLED' THEN 1 ELSE 0 END) AS settled,
                    SUM(COALESCE(images_delivered, 0)) AS images, SUM(COALESCE(credits_used, 0)) AS credits,
                    SUM(CASE WHEN state IN ('HELD', 'UNKNOWN') THEN credits_held ELSE 0 END) AS held,
                    SUM(CASE WHEN state = 'UNKNOWN' THEN 1 ELSE 0 END) AS unknowns,
                    SUM(CASE WHEN reconciled_at IS NULL THEN 0 ELSE 1 END) AS reconciled,
                    SUM(CASE WHEN reconciled_at IS NULL THEN 0
                        ELSE COALESCE(credits_used, 0) - COALESCE(vendor_credits, 0) END) AS drift,
                    0 AS reused, 0 AS saved
                FROM generation WHERE %2$s GROUP BY %1$s
                UNION ALL
                SELECT %1$s AS grp, generations, settled, images, credits, 0, 0, reconciled, drift, 0, 0
                FROM rollup WHERE %3$s
                UNION ALL
                SELECT %1$s AS grp, 0, 0, 0, 0, 0, 0, 0, 0, answers, credits
                FROM saving WHERE %3$s
            ) AS parts
            GROUP BY grp ORDER BY grp LIMIT ?""".formatted(by.column(), live.text(), purged.text());
    }

    private static Conditions conditions(String time, Instant from, Instant to, @Nullable String client) {
        var conditions = new Conditions();
        conditions.add(time + " >= ?", from.toEpochMilli());
        conditions.add(time + " < ?", to.toEpochMilli());
        conditions.addIfSet("client = ?", client);
        return conditions;
    }

    private String name(ResultSet row, UsageGroup by) throws SQLException {
        return switch (by) {
            case DAY -> DateTimeFormatter.ISO_LOCAL_DATE.format(moment(row).atZone(zone));
            case HOUR ->
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment(row).atZone(zone));
            case CLIENT, MODEL, USER -> row.getString("grp");
        };
    }

    private static Instant moment(ResultSet row) throws SQLException {
        return Instant.ofEpochMilli(row.getLong("grp"));
    }

    private static Usage usage(ResultSet row) throws SQLException {
        return new Usage(
                row.getLong("generations"),
                row.getLong("settled"),
                row.getLong("images"),
                row.getLong("credits"),
                row.getLong("held"),
                row.getLong("unknowns"),
                row.getLong("reconciled"),
                row.getLong("drift"),
                row.getLong("reused"),
                row.getLong("saved"));
    }
}
