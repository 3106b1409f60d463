package dev.imagegateway.ledger;

import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.store.Reads;
import dev.imagegateway.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Generations that the vendor billed and that this ledger does not know: lost with an older copy of the ledger, or of
 * another gateway that uses the same key. Every method throws {@link dev.imagegateway.problem.GatewayException}
 * {@code ledger-unavailable} if the database does not respond.
 */
public final class UnmatchedGenerations {

    /** The request is not known, so its hash cannot match another one's. */
    private static final String ADOPTED = "adopted";

    /** For rows that do not name a model, or were stored by an earlier version. */
    private static final String UNKNOWN_MODEL = "unknown";

    private final EvidenceChunks chunks;
    private final Reads reads;
    private final Store store;
    private final OperatorBudget operator;

    UnmatchedGenerations(EvidenceChunks chunks, Reads reads, Store store, OperatorBudget operator) {
        this.chunks = chunks;
        this.reads = reads;
        this.store = store;
        this.operator = operator;
    }

    /**
     * A billed generation without a row.
     *
     * @param id the generation's id
     * @param credits the sum of its charges
     * @param createdAt the vendor's time of its first row
     * @param model the name of its model in the vendor's words; null if it is not known
     */
    public record Unmatched(
            String id,
            long credits,
            Instant createdAt,
            @Nullable String model) {}

    /** How many there are. */
    public long count() {
        return reads.read(jdbc -> Objects.requireNonNullElse(
                jdbc.queryForObject(
                        "SELECT COUNT(DISTINCT generation) FROM unmatched_row WHERE credits > 0", Long.class),
                0L));
    }

    /** Returns the first of them by their ids. */
    public List<Unmatched> list(String afterId, int most) {
        return reads.read(jdbc -> jdbc.query(
                "SELECT generation, SUM(credits) AS credits, MIN(created_at) AS created_at, MAX(model) AS model FROM unmatched_row"
                        + " WHERE generation > ? AND credits > 0 GROUP BY generation ORDER BY generation LIMIT ?",
                (row, _) -> new Unmatched(
                        row.getString("generation"),
                        row.getLong("credits"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        row.getString("model")),
                afterId,
                most));
    }

    /**
     * Adds a generation to the books at the vendor's cost, in the periods of its first row. Empty if it is none of these.
     * A generation that was adopted before is returned unchanged.
     *
     * @param client the client that pays
     * @param modelId finds the id of a model by its name in the vendor's words
     */
    public Optional<Entry> adopt(String id, String client, UnaryOperator<String> modelId) {
        return chunks.write(
                List.of(id),
                (jdbc, ids, changed) -> {
                    var processor = new EvidenceProcessor(jdbc, store, operator);
                    var unmatched = new UnmatchedRows(jdbc);
                    var rows = unmatched.of(id);
                    if (Adjustment.sum(rows) > 0 && processor.find(ids, "").isEmpty()) {
                        insert(jdbc, id, client, model(rows, modelId), rows);
                        var own = new LinkedHashMap<VendorRow, String>();
                        rows.forEach(row -> own.put(row, id));
                        new VendorRows(jdbc).keep(own);
                        unmatched.remove(id);
                        changed.addAll(processor.apply(
                                ids, entry -> Adjustment.of(entry, rows, LogCompleteness.COMPLETE), Instant.now()));
                        processor.note(processor.find(ids, ""), Map.of(id, rows), Instant.now());
                    }
                    return processor.find(ids, "").stream()
                            .filter(entry -> ADOPTED.equals(entry.requestHash()))
                            .findFirst();
                },
                Optional.empty(),
                (_, last) -> last);
    }

    private static String model(List<VendorRow> rows, UnaryOperator<String> modelId) {
        return rows.stream()
                .filter(VendorRow::isPaid)
                .flatMap(row -> Stream.ofNullable(row.model()))
                .findFirst()
                .map(modelId)
                .orElse(UNKNOWN_MODEL);
    }

    /** Inserts it as unknown; the vendor's rows then settle it like any other. */
    private void insert(JdbcTemplate jdbc, String id, String client, String model, List<VendorRow> rows) {
        var at = rows.getFirst().createdAt();
        var keys = AccountKey.all(client, at, operator.zone());
        var credits = Adjustment.sum(rows);
        var accounts = Accounts.lock(jdbc, store, keys);
        jdbc.update(
                """
                INSERT INTO generation (id, state, owner, client, model, images_asked, seed, request_hash, key_prefixes,
                    credits_held, hour_at, day_at, month_at, held_at, deadline, ended_at, no_seed)
                VALUES (?, 'UNKNOWN', '', ?, ?, 1, 0, ?, '', ?, ?, ?, ?, ?, ?, ?, 1)""",
                id,
                client,
                model,
                ADOPTED,
                credits,
                AccountKey.startOf(BudgetPeriod.HOUR, keys),
                AccountKey.startOf(BudgetPeriod.DAY, keys),
                AccountKey.startOf(BudgetPeriod.MONTH, keys),
                at.toEpochMilli(),
                at.toEpochMilli(),
                at.toEpochMilli());
        accounts.add(keys, credits, 0);
        accounts.save();
    }
}
