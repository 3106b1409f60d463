package dev.imagegateway.maintenance;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An invariant of single rows.
 *
 * @param name the name of the check
 * @param violations selects a name for each row that violates it; one text for SQLite and PostgreSQL
 * @param problem what is wrong with these rows
 * @param action what to do about them
 */
record RowCheck(String name, String violations, String problem, String action) {

    private static final String RESTORE = "a gateway does not write this. Stop all gateways, look for another program"
            + " that wrote to the database, and restore the newest backup without it (docs/operations.md)";

    private static final String REPORT =
            "a gateway does not write this. Report it with the rows and the version of the gateway that wrote them";

    /** Rows that are read: some more than a finding shows. */
    private static final int LIMIT = 21;

    private static final String EVIDENCE = """
            SELECT id FROM generation
            WHERE state IN ('HELD', 'UNKNOWN') AND evidence IS NOT NULL
               OR state = 'SETTLED' AND COALESCE(evidence, '')
                    NOT IN ('body', 'header', 'catalogue', 'vendor', 'estimate', 'operator')
               OR state = 'RELEASED' AND COALESCE(evidence, '')
                    NOT IN ('not-sent', 'refusal', 'vendor', 'absence', 'operator')""";

    private static final String PERIODS = """
            SELECT id FROM generation WHERE month_at > day_at OR day_at > hour_at OR hour_at > held_at
                OR held_at - hour_at >= 7200000 OR held_at - day_at >= 93600000
                OR held_at - month_at >= 2764800000""";

    private static final String VENDOR_SUMS = """
            SELECT g.id FROM generation g
            LEFT JOIN (SELECT generation,
                    SUM(CASE kind WHEN 'charge' THEN credits WHEN 'refund' THEN -credits ELSE 0 END) AS credits
                FROM vendor_row GROUP BY generation) v ON v.generation = g.id
            WHERE g.vendor_credits IS NOT NULL AND g.vendor_credits <>
                CASE WHEN COALESCE(v.credits, 0) < 0 THEN 0 ELSE COALESCE(v.credits, 0) END""";

    private static final String IMAGES = """
            SELECT id FROM image WHERE state NOT IN ('PENDING', 'KEPT', 'FAILED', 'REMOVED') OR bytes < 0
                OR state = 'KEPT' AND (sha256 IS NULL OR bytes IS NULL)
                OR state = 'PENDING' AND next_try_at IS NULL""";

    static final List<RowCheck> ALL = List.of(
            new RowCheck(
                    "generation-state",
                    "SELECT id FROM generation WHERE state NOT IN ('HELD', 'SETTLED', 'RELEASED', 'UNKNOWN')",
                    "generations have a state that does not exist",
                    RESTORE),
            new RowCheck(
                    "generation-credits",
                    "SELECT id FROM generation WHERE credits_held < 0 OR credits_used < 0 OR vendor_credits < 0"
                            + " OR (state = 'SETTLED') <> (credits_used IS NOT NULL)",
                    "generations have negative credits, are settled without a cost, or have a cost without being settled",
                    RESTORE),
            new RowCheck(
                    "generation-evidence",
                    EVIDENCE,
                    "generations have evidence that cannot lead to their state",
                    REPORT),
            new RowCheck(
                    "generation-end",
                    "SELECT id FROM generation WHERE (state = 'HELD') <> (ended_at IS NULL)",
                    "generations have ended without a time, or are held and have ended",
                    REPORT),
            new RowCheck(
                    "generation-periods",
                    PERIODS,
                    "generations belong to an hour, day or month that does not contain their hold",
                    REPORT),
            new RowCheck(
                    "vendor-row-generation",
                    "SELECT v.id FROM vendor_row v LEFT JOIN generation g ON g.id = v.generation WHERE g.id IS NULL",
                    "rows of AIML's logs belong to generations that do not exist",
                    RESTORE),
            new RowCheck(
                    "vendor-row-sum",
                    VENDOR_SUMS,
                    "generations have another cost by AIML than the rows of its logs",
                    REPORT),
            new RowCheck(
                    "claim-generation",
                    "SELECT c.kind || ' ' || c.scope || ' ' || c.name FROM claim c"
                            + " LEFT JOIN generation g ON g.id = c.generation WHERE g.id IS NULL",
                    "idempotency keys or seeds lead to generations that do not exist",
                    RESTORE),
            new RowCheck(
                    "image-state",
                    IMAGES,
                    "images have a state that does not exist, are kept without their facts, or are never copied",
                    REPORT),
            new RowCheck(
                    "rollup-sums",
                    "SELECT client || ' ' || hour_at FROM rollup WHERE generations < settled OR settled < 0"
                            + " OR credits < 0 OR images < 0",
                    "sums of purged generations are negative, or have more settled generations than generations",
                    RESTORE));

    Optional<Finding> run(JdbcTemplate jdbc) {
        var rows = jdbc.query(violations + " ORDER BY 1 LIMIT " + LIMIT, (row, _) -> row.getString(1));
        return rows.isEmpty() ? Optional.empty() : Optional.of(Finding.of(name, problem, action, rows));
    }
}
