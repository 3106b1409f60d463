package dev.imagegateway.ledger;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Applies evidence to generations within one transaction. Locks accounts first and then generations, as every writer
 * does.
 */
final class EvidenceProcessor {

    /** The transitions hold nothing, so the owner column is not written. */
    private static final String NO_OWNER = "";

    private final JdbcTemplate jdbc;
    private final Store store;
    private final OperatorBudget operator;
    private final Rows rows;

    EvidenceProcessor(JdbcTemplate jdbc, Store store, OperatorBudget operator) {
        this.jdbc = jdbc;
        this.store = store;
        this.operator = operator;
        this.rows = new Rows(jdbc);
    }

    /** A generation whose state was changed. */
    record Changed(Entry before, Adjustment adjustment) {}

    /** Applies the decisions about these generations and returns those that changed. */
    List<Changed> apply(Collection<String> ids, Function<Entry, Optional<Adjustment>> decide, Instant at) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var affected = find(ids, "").stream()
                .filter(entry -> decide.apply(entry).isPresent())
                .toList();
        if (affected.isEmpty()) {
            return List.of();
        }
        var _ = Accounts.lock(
                jdbc,
                store,
                affected.stream().flatMap(entry -> entry.accounts().stream()).toList());
        var changes = new IdentityHashMap<Transition, Changed>();
        for (var entry : find(affected.stream().map(Entry::id).toList(), store.forUpdate())) {
            decide.apply(entry)
                    .ifPresent(adjustment ->
                            changes.put(transition(entry, adjustment, at), new Changed(entry, adjustment)));
        }
        var transitions = List.copyOf(changes.keySet());
        var results = new IdentityHashMap<Change<?>, Object>();
        new Batch(jdbc, store, operator, NO_OWNER, transitions).apply(transitions, results);
        return transitions.stream()
                .filter(transition -> Boolean.TRUE.equals(results.get(transition)))
                .map(changes::get)
                .toList();
    }

    private static Transition transition(Entry entry, Adjustment adjustment, Instant at) {
        return new Transition(
                entry.id(),
                entry.accounts(),
                entry.creditsHeld(),
                null,
                adjustment.to(),
                adjustment.used(),
                adjustment.evidence(),
                null,
                at);
    }

    List<Entry> find(Collection<String> ids, String lock) {
        return rows.find("id IN " + VendorRows.places(ids) + " ORDER BY id" + lock, ids.toArray());
    }

    /**
     * Stores the vendor's cost of these generations. Called after their credits were adjusted.
     *
     * @param reconciledAt the time, if the vendor's records are complete; otherwise null
     */
    void note(List<Entry> entries, Map<String, List<VendorRow>> vendorRows, @Nullable Instant reconciledAt) {
        var updates = new ArrayList<Object[]>();
        for (var entry : entries) {
            var sum = Adjustment.sum(vendorRows.getOrDefault(entry.id(), List.of()));
            var known = entry.vendorCredits();
            if (known == null || known != sum || (reconciledAt != null && entry.reconciledAt() == null)) {
                updates.add(new Object[] {sum, reconciledAt == null ? null : reconciledAt.toEpochMilli(), entry.id()});
            }
        }
        if (!updates.isEmpty()) {
            jdbc.batchUpdate("""
                    UPDATE generation SET vendor_credits = ?,
                        reconciled_at = COALESCE(reconciled_at, CAST(? AS BIGINT))
                    WHERE id = ? AND state <> 'HELD'""", updates);
        }
    }
}
