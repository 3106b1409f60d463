package dev.imagegateway.maintenance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares each account with the generations and roll-ups of its client and period. An account of an hour or a day is
 * deleted together with its last generation.
 */
final class AccountCheck {

    private static final int LIMIT = 21;

    private static final String DIFFERENCES = """
            WITH part AS (
                SELECT client, hour_at, day_at, month_at,
                    SUM(CASE WHEN state IN ('HELD', 'UNKNOWN') THEN credits_held ELSE 0 END) AS held,
                    SUM(COALESCE(credits_used, 0)) AS spent, 0 AS purged, COUNT(*) AS generations
                FROM generation GROUP BY client, hour_at, day_at, month_at
                UNION ALL
                SELECT client, hour_at, day_at, month_at, 0, 0, credits, 0 FROM rollup
            ), of_client AS (
                SELECT client, 'hour' AS period, hour_at AS starts_at, held, spent, purged, generations FROM part
                UNION ALL SELECT client, 'day', day_at, held, spent, purged, generations FROM part
                UNION ALL SELECT client, 'month', month_at, held, spent, purged, generations FROM part
            ), expected AS (
                SELECT client, period, starts_at, SUM(held) AS held, SUM(spent) AS spent, SUM(purged) AS purged,
                    SUM(generations) AS generations
                FROM (SELECT * FROM of_client
                    UNION ALL
                    SELECT '*', period, starts_at, held, spent, purged, generations FROM of_client) AS both_kinds
                GROUP BY client, period, starts_at
            )
            SELECT COALESCE(e.client, a.client) AS client, COALESCE(e.period, a.period) AS period,
                COALESCE(e.starts_at, a.starts_at) AS starts_at, a.held AS held, a.spent AS spent,
                COALESCE(e.held, 0) AS held_expected, COALESCE(e.spent, 0) + COALESCE(e.purged, 0) AS spent_expected,
                COALESCE(e.generations, 0) AS generations
            FROM expected e FULL OUTER JOIN account a
                ON a.client = e.client AND a.period = e.period AND a.starts_at = e.starts_at
            WHERE (a.client IS NULL AND NOT (e.period <> 'month' AND e.generations = 0))
                OR a.held < 0 OR a.spent < 0
                OR a.held <> COALESCE(e.held, 0)
                OR (a.spent <> COALESCE(e.spent, 0) + COALESCE(e.purged, 0)
                    AND NOT (a.period <> 'month' AND a.spent = COALESCE(e.spent, 0)))
            ORDER BY 1, 2, 3 LIMIT\s""" + LIMIT;

    private AccountCheck() {}

    static Optional<Finding> run(JdbcTemplate jdbc) {
        var rows = jdbc.query(DIFFERENCES, (row, _) -> line(row));
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.of(
                        "account",
                        "accounts do not have the sums of their generations, so that budgets are wrong",
                        "stop all gateways, make a backup, and run the statements above; generations are the truth",
                        rows));
    }

    private static String line(ResultSet row) throws SQLException {
        var client = row.getString("client");
        var period = row.getString("period");
        var startsAt = row.getLong("starts_at");
        var held = row.getString("held");
        var spent = row.getString("spent");
        var heldExpected = row.getLong("held_expected");
        var spentExpected = row.getLong("spent_expected");
        var line = client + ", " + period + " of " + Instant.ofEpochMilli(startsAt) + ": "
                + (held == null ? "no account" : "holds " + held + " and has spent " + spent + " credits")
                + ", its " + row.getLong("generations") + " generations and roll-ups hold " + heldExpected
                + " and have spent " + spentExpected;
        return line + "\n        "
                + (held == null
                        ? "INSERT INTO account (client, period, starts_at, held, spent) VALUES ('" + client + "', '"
                                + period + "', " + startsAt + ", " + heldExpected + ", " + spentExpected + ");"
                        : "UPDATE account SET held = " + heldExpected + ", spent = " + spentExpected
                                + " WHERE client = '" + client + "' AND period = '" + period + "' AND starts_at = "
                                + startsAt + ";");
    }
}
