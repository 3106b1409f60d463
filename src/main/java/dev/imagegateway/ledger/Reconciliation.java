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
 * What the vendor's books say, put beside ours: its rows are kept, and each generation is moved to where they prove it
 * to be. Whatever is told twice counts once. Every method throws {@link GatewayException}, {@code ledger-unavailable},
 * when the store does not answer; what was written until then stays.
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
     * Whose rows they were.
     *
     * @param matched of our generations, and not seen before
     * @param unmatched with an id as a gateway gives it, of a generation that is not in this ledger: another gateway
     *     uses the account, or this ledger has lost something
     * @param foreign of others who use the account
     */
    public record Recorded(int matched, int unmatched, int foreign) {

        /** Of no rows at all. */
        public static final Recorded NOTHING = new Recorded(0, 0, 0);

        /** Both. */
        public Recorded plus(Recorded other) {
            return new Recorded(matched + other.matched, unmatched + other.unmatched, foreign + other.foreign);
        }
    }

    /** Keeps rows of the logs that are ours, and moves what they prove at once. */
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
        changed.addAll(judge(jdbc, known, _ -> LogCompleteness.PARTIAL, null));
        return new Recorded(matched, named.size() - ours.size(), rows.size() - named.size());
    }

    /** Keeps refunds of what our generations cost, and gives it back. Returns how many are new. */
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
        changed.addAll(judge(jdbc, Set.copyOf(ours.values()), _ -> LogCompleteness.PARTIAL, null));
        return matched;
    }

    private static int keep(VendorRows vendor, Map<VendorRow, String> ours) {
        var before = vendor.kept(ours.keySet().stream().map(VendorRow::id).toList());
        vendor.keep(ours);
        return (int)
                ours.keySet().stream().filter(row -> !before.contains(row.id())).count();
    }

    /**
     * Judges generations of which the vendor's books were read to their end, and does not come back to them unless
     * more rows turn up.
     *
     * @param from held at this time or later
     * @param until held before
     * @param deadlineBefore no answer to them could come after this
     * @param keys prefixes of the keys whose books were read
     * @return how many stay as they are, because they may have been sent with other keys
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
                (jdbc, ids, changed) -> changed.addAll(judge(
                        jdbc,
                        ids,
                        entry -> isCovered(entry, keys) ? LogCompleteness.COMPLETE : LogCompleteness.PARTIAL,
                        Instant.now())),
                true,
                Boolean::logicalAnd);
        return open.size() - closed.size();
    }

    /** What was never sent stands in nobody's books; of what may have been, every key counts. */
    private static boolean isCovered(Entry entry, Set<String> keys) {
        return Objects.equals(entry.attempts(), 0)
                || (!entry.keyPrefixes().isEmpty() && keys.containsAll(entry.keyPrefixes()));
    }

    /** Takes for spent what was held before this time and is unknown still, since the vendor's books cannot be read. */
    public void giveUp(Instant heldBefore) {
        var late =
                reads.read(jdbc -> new Rows(jdbc).find(Rows.UNKNOWN + " AND held_at < ?", heldBefore.toEpochMilli()));
        chunks.write(
                late.stream().map(Entry::id).toList(),
                (jdbc, ids, changed) -> changed.addAll(judge(jdbc, ids, _ -> LogCompleteness.GIVEN_UP, null)),
                true,
                Boolean::logicalAnd);
    }

    private List<Changed> judge(
            JdbcTemplate jdbc,
            Collection<String> ids,
            Function<Entry, LogCompleteness> reading,
            @Nullable Instant reconciledAt) {
        if (ids.isEmpty()) {
            return List.of();
        }
        var said = new VendorRows(jdbc).of(ids);
        var hearing = new EvidenceProcessor(jdbc, store, operator);
        var changed = hearing.hear(
                ids,
                entry -> Adjustment.of(entry, said.getOrDefault(entry.id(), List.of()), reading.apply(entry)),
                Instant.now());
        hearing.note(hearing.find(ids, ""), said, reconciledAt);
        return changed;
    }
}
