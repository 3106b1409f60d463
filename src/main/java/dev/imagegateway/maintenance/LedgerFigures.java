package dev.imagegateway.maintenance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a ledger contains.
 *
 * @param clients by client
 * @param total all clients together
 * @param reconciled generations that were compared with AIML's records
 * @param drift the ledger's credits of these minus AIML's
 * @param unmatched generations that AIML billed and that the ledger does not have
 * @param unmatchedCredits what these cost
 * @param oldestUnknown the hold of the oldest unknown generation; null if there is none
 * @param claims idempotency keys and seeds that find a generation
 * @param keptImages images in the store
 * @param keptBytes the size of these
 */
record LedgerFigures(
        List<ClientFigures> clients,
        ClientFigures total,
        long reconciled,
        long drift,
        long unmatched,
        long unmatchedCredits,
        @Nullable Instant oldestUnknown,
        long claims,
        long keptImages,
        long keptBytes) {

    /**
     * The generations of a client.
     *
     * @param purged generations older than the retention, of which only sums are kept
     * @param creditsSpent of settled and purged generations
     * @param creditsHeld of generations in flight
     * @param creditsUnknown on hold for unknown generations
     */
    record ClientFigures(
            String client,
            long held,
            long unknown,
            long settled,
            long released,
            long purged,
            long creditsSpent,
            long creditsHeld,
            long creditsUnknown) {

        private ClientFigures plus(ClientFigures other) {
            return new ClientFigures(
                    client,
                    held + other.held,
                    unknown + other.unknown,
                    settled + other.settled,
                    released + other.released,
                    purged + other.purged,
                    creditsSpent + other.creditsSpent,
                    creditsHeld + other.creditsHeld,
                    creditsUnknown + other.creditsUnknown);
        }

        private String line() {
            return String.format(
                    Locale.ROOT,
                    "%-24s %10d %10d %10d %10d %10d %16d %14d %14d%n",
                    client,
                    settled,
                    released,
                    held,
                    unknown,
                    purged,
                    creditsSpent,
                    creditsHeld,
                    creditsUnknown);
        }
    }

    private static final String CLIENTS = """
            SELECT client, SUM(held) AS held, SUM(unknown) AS unknown, SUM(settled) AS settled,
                SUM(released) AS released, SUM(purged) AS purged, SUM(spent) AS spent,
                SUM(credits_held) AS credits_held, SUM(credits_unknown) AS credits_unknown
            FROM (
                SELECT client, CASE WHEN state = 'HELD' THEN 1 ELSE 0 END AS held,
                    CASE WHEN state = 'UNKNOWN' THEN 1 ELSE 0 END AS unknown,
                    CASE WHEN state = 'SETTLED' THEN 1 ELSE 0 END AS settled,
                    CASE WHEN state = 'RELEASED' THEN 1 ELSE 0 END AS released, 0 AS purged,
                    COALESCE(credits_used, 0) AS spent,
                    CASE WHEN state = 'HELD' THEN credits_held ELSE 0 END AS credits_held,
                    CASE WHEN state = 'UNKNOWN' THEN credits_held ELSE 0 END AS credits_unknown
                FROM generation
                UNION ALL
                SELECT client, 0, 0, 0, 0, generations, credits, 0, 0 FROM rollup
            ) AS parts
            GROUP BY client""";

    static LedgerFigures read(JdbcTemplate jdbc) {
        // sorted here because databases differ in their collation
        var clients = jdbc.query(CLIENTS, (row, _) -> client(row)).stream()
                .sorted((one, other) -> one.client().compareTo(other.client()))
                .toList();
        var oldest = jdbc.queryForObject(
                "SELECT MIN(held_at) FROM generation WHERE state IN ('HELD', 'UNKNOWN') AND state = 'UNKNOWN'",
                Long.class);
        return new LedgerFigures(
                clients,
                clients.stream().reduce(new ClientFigures("total", 0, 0, 0, 0, 0, 0, 0, 0), ClientFigures::plus),
                number(jdbc, "SELECT COUNT(*) FROM generation WHERE reconciled_at IS NOT NULL"),
                number(
                        jdbc,
                        "SELECT SUM(COALESCE(credits_used, 0) - COALESCE(vendor_credits, 0)) FROM generation"
                                + " WHERE reconciled_at IS NOT NULL"),
                number(jdbc, "SELECT COUNT(DISTINCT generation) FROM unmatched_row WHERE credits > 0"),
                number(jdbc, "SELECT SUM(credits) FROM unmatched_row"),
                oldest == null ? null : Instant.ofEpochMilli(oldest),
                number(jdbc, "SELECT COUNT(*) FROM claim"),
                number(jdbc, "SELECT COUNT(*) FROM image WHERE state = 'KEPT'"),
                number(jdbc, "SELECT SUM(bytes) FROM image WHERE state = 'KEPT'"));
    }

    private static long number(JdbcTemplate jdbc, String query) {
        return Objects.requireNonNullElse(jdbc.queryForObject(query, Long.class), 0L);
    }

    private static ClientFigures client(ResultSet row) throws SQLException {
        return new ClientFigures(
                row.getString("client"),
                row.getLong("held"),
                row.getLong("unknown"),
                row.getLong("settled"),
                row.getLong("released"),
                row.getLong("purged"),
                row.getLong("spent"),
                row.getLong("credits_held"),
                row.getLong("credits_unknown"));
    }

    String text() {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-24s %10s %10s %10s %10s %10s %16s %14s %14s%n",
                "client",
                "settled",
                "released",
                "held",
                "unknown",
                "purged",
                "credits spent",
                "held",
                "unknown"));
        clients.forEach(client -> text.append(client.line()));
        return text.append(total.line())
                .append(String.format(
                        Locale.ROOT,
                        "%nreconciled   %d generations, drift %d credits%nunmatched    %d generations, %d credits%n",
                        reconciled,
                        drift,
                        unmatched,
                        unmatchedCredits))
                .append(oldestUnknown == null ? "" : "unknown      since " + oldestUnknown + System.lineSeparator())
                .append(String.format(
                        Locale.ROOT,
                        "claims       %d%nimages       %d kept, %d bytes%n",
                        claims,
                        keptImages,
                        keptBytes))
                .toString();
    }
}
