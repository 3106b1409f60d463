package dev.imagegateway.ledger;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.ledger.EvidenceProcessor.Changed;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.store.Reads;
import dev.imagegateway.store.Store;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares the ledger with the vendor's records. Stores the vendor's rows and moves each generation to the state that
 * they prove. Recording a row twice has no effect. Every method throws {@link GatewayException}
 * {@code ledger-unavailable} if the database does not respond; what was written before stays.
 */
public final class Reconciliation {

    private static final Pattern OF_A_GATEWAY = Pattern.compile("(gen-[0-9a-f-]{36})\\.[0-9]{1,4}");

    private final EvidenceChunks chunks;
    private final Reads reads;
    private final Store store;
    private final OperatorBudget operator;

    Reconciliation(EvidenceChunks chunks, Reads reads, Store store, OperatorBudget operator) {
        this.chunks = chunks;
        this.reads = reads;
        this.store = store;
        this.operator = operator;
    }

    /**
     * Counts recorded rows by their origin.
     *
     * @param matched new rows of generations in this ledger
     * @param unmatched new rows with an id in a gateway's format whose generation is not in this ledger. Either another
     *     gateway uses the account, or this ledger has lost data.
     * @param foreign rows of other users of the account
     */
    public record Recorded(int matched, int unmatched, int foreign) {

        /** No rows. */
        public static final Recorded NOTHING = new Recorded(0, 0, 0);

        /** The sums of both. */
        public Recorded plus(Recorded other) {
            return new Recorded(matched + other.matched, unmatched + other.unmatched, foreign + other.foreign);
        }
    }

    /** Stores those rows of the logs that belong to this ledger, and applies them at once. */
    public Recorded record(List<VendorRow> rows) {
        return chunks.write(rows, this::recordChunk, Recorded.NOTHING, Recorded::plus);
    }

    private Recorded recordChunk(JdbcTemplate jdbc, List<VendorRow> rows, List<Changed> changed) {
        var vendor = new VendorRows(jdbc);
        var named = new LinkedHashMap<VendorRow, String>();
        for (var row : rows) {
            var id = OF_A_GATEWAY.matcher(Objects.requireNonNullElse(row.attempt(), ""));
            if (id.matches()) {
                named.put(row, id.group(1));
            }
        }
        var known = vendor.known(new LinkedHashSet<>(named.values()));
        var ours = new LinkedHashMap<>(named);
        ours.values().retainAll(known);
        var matched = keep(vendor, ours);
        named.values().removeAll(known);
        var unmatched = new UnmatchedRows(jdbc).keep(named);
        changed.addAll(decide(jdbc, known, _ -> LogCompleteness.PARTIAL, null));
        return new Recorded(matched, unmatched, rows.size() - ours.size() - named.size());
    }

    /** Stores refunds of generations in this ledger and applies them. Returns the number of new ones. */
    public int recordRefunds(List<VendorRow> refunds) {
        return chunks.write(refunds, this::recordRefundsChunk, 0, Integer::sum);
    }

    private Integer recordRefundsChunk(JdbcTemplate jdbc, List<VendorRow> refunds, List<Changed> changed) {
        var vendor = new VendorRows(jdbc);
        var generations = vendor.generationsOf(refunds.stream()
                .map(VendorRow::reference)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        var ours = new LinkedHashMap<VendorRow, String>();
        for (var refund : refunds) {
            var generation = generations.get(Objects.requireNonNullElse(refund.reference(), ""));
            if (generation != null) {
                ours.put(refund, generation);
            }
        }
        var matched = keep(vendor, ours);
        changed.addAll(decide(jdbc, Set.copyOf(ours.values()), _ -> LogCompleteness.PARTIAL, null));
        return matched;
    }

    private static int keep(VendorRows vendor, Map<VendorRow, String> ours) {
        var before = vendor.kept(ours.keySet().stream().map(VendorRow::id).toList());
        vendor.keep(ours);
        return (int)
                ours.keySet().stream().filter(row -> !before.contains(row.id())).count();
    }

    /**
     * Decides about generations for which the vendor's records were read completely. They are not processed again
     * unless further rows appear.
     *
     * @param from held at this time or later
     * @param until held before this time
     * @param deadlineBefore only generations whose deadline was before this time
     * @param keys prefixes of the upstream keys whose records were read
     * @return the number of generations left unchanged because other keys may have been used for them
     */
    public int close(Instant from, Instant until, Instant deadlineBefore, Set<String> keys) {
        var open = reads.read(jdbc -> new Rows(jdbc)
                .find(
                        "reconciled_at IS NULL AND state <> 'HELD' AND held_at >= ? AND held_at < ? AND deadline < ?",
                        from.toEpochMilli(),
                        until.toEpochMilli(),
                        deadlineBefore.toEpochMilli()));
        var closed = open.stream()
                .filter(entry -> isCovered(entry, keys))
                .map(Entry::id)
                .toList();
        chunks.write(
                closed,
                (jdbc, ids, changed) -> changed.addAll(decide(
                        jdbc,
                        ids,
                        entry -> isCovered(entry, keys) ? LogCompleteness.COMPLETE : LogCompleteness.PARTIAL,
                        Instant.now())),
                true,
                Boolean::logicalAnd);
        return open.size() - closed.size();
    }

    /** Whether the records cover a generation: it was never sent, or all keys it may have been sent with were read. */
    private static boolean isCovered(Entry entry, Set<String> keys) {
        return Objects.equals(entry.attempts(), 0)
                || (!entry.keyPrefixes().isEmpty() && keys.containsAll(entry.keyPrefixes()));
    }

    /**
     * Settles generations held before this time that are still unknown at the credits held, since the vendor's records
     * cannot be read.
     */
    public void giveUp(Instant heldBefore) {
        var late =
                reads.read(jdbc -> new Rows(jdbc).find(Rows.UNKNOWN + " AND held_at < ?", heldBefore.toEpochMilli()));
        chunks.write(
                late.stream().map(Entry::id).toList(),
                (jdbc, ids, changed) -> changed.addAll(decide(jdbc, ids, _ -> LogCompleteness.GIVEN_UP, null)),
                true,
                Boolean::logicalAnd);
    }

    private List<Changed> decide(
            JdbcTemplate jdbc,
            Collection<String> ids,
            Function<Entry, LogCompleteness> reading,
            @Nullable Instant reconciledAt) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var vendorRows = new VendorRows(jdbc).of(ids);
        var processor = new EvidenceProcessor(jdbc, store, operator);
        var changed = processor.apply(
                ids,
                entry -> Adjustment.of(entry, vendorRows.getOrDefault(entry.id(), List.of()), reading.apply(entry)),
                Instant.now());
        processor.note(processor.find(ids, ""), vendorRows, reconciledAt);
        return changed;
    }
}
