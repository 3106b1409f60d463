package dev.imagegateway.ledger;

import dev.imagegateway.ledger.VendorRow.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has to become of a generation by the vendor's rows on it. Rows that are there count at once; that rows are
 * missing counts only when all of them were read.
 *
 * @param to its next state
 * @param used credits, for {@link State#SETTLED} only
 * @param evidence who says so
 * @param billedRefusal whether the vendor billed what it had refused, against its word
 */
record Adjustment(State to, @Nullable Long used, Evidence evidence, boolean billedRefusal) {

    /**
     * The verdict on one generation; empty where everything is as it should be, or nothing can be told yet.
     *
     * @param rows all the vendor's rows on all its attempts that are known, in any order
     */
    static Optional<Adjustment> of(Entry entry, List<VendorRow> rows, LogCompleteness reading) {
        return switch (entry.state()) {
            // its owner is still at work, or the sweep will find that it is not
            case HELD -> Optional.empty();
            case UNKNOWN -> onGuess(entry, rows, reading);
            case RELEASED ->
                sum(rows) > 0
                        ? settled(rows, entry.evidence() == Evidence.REFUSAL || entry.evidence() == Evidence.NOT_SENT)
                        : Optional.empty();
            case SETTLED ->
                entry.evidence() == Evidence.ESTIMATE || entry.evidence() == Evidence.OPERATOR
                        ? onGuess(entry, rows, reading)
                        : onCost(entry, rows, reading);
        };
    }

    /** Charges less refunds: what the vendor has of us for it. */
    static long sum(List<VendorRow> rows) {
        return Math.max(0, rows.stream().mapToLong(VendorRow::signed).sum());
    }

    /** Nobody has said yet what it cost, or nobody who could know. */
    private static Optional<Adjustment> onGuess(Entry entry, List<VendorRow> rows, LogCompleteness reading) {
        if (rows.stream().anyMatch(VendorRow::isPaid)) {
            return settled(rows, false);
        }
        var last = ofLastAttempt(entry, rows);
        // where the process died there may be a later attempt than the one that failed
        if (last.filter(row -> row.kind() == Kind.FAILURE).isPresent()) {
            return Optional.of(new Adjustment(State.RELEASED, null, Evidence.VENDOR, false));
        }
        // what a person decided stands until the vendor says something
        if (entry.evidence() == Evidence.OPERATOR) {
            return Optional.empty();
        }
        return switch (reading) {
            case PARTIAL -> Optional.empty();
            case COMPLETE ->
                Optional.of(new Adjustment(
                        State.RELEASED, null, last.isPresent() ? Evidence.VENDOR : Evidence.ABSENCE, false));
            case GIVEN_UP ->
                entry.state() == State.SETTLED
                        ? Optional.empty()
                        : Optional.of(new Adjustment(State.SETTLED, entry.creditsHeld(), Evidence.ESTIMATE, false));
        };
    }

    /** The upstream's answer, or the vendor's books at an earlier time, said what it cost. */
    private static Optional<Adjustment> onCost(Entry entry, List<VendorRow> rows, LogCompleteness reading) {
        var used = Objects.requireNonNull(entry.creditsUsed());
        var sum = sum(rows);
        if (sum > used) {
            return settled(rows, isEarlierPaid(entry, rows));
        }
        // less only if it is certain that no charge is missing
        var told = !rows.isEmpty()
                && (entry.attempts() == null || ofLastAttempt(entry, rows).isPresent());
        var refunded = rows.stream().anyMatch(row -> row.kind() == Kind.REFUND);
        return sum < used && told && (reading == LogCompleteness.COMPLETE || refunded)
                ? settled(rows, false)
                : Optional.empty();
    }

    private static Optional<Adjustment> settled(List<VendorRow> rows, boolean billedRefusal) {
        return Optional.of(new Adjustment(State.SETTLED, sum(rows), Evidence.VENDOR, billedRefusal));
    }

    private static Optional<VendorRow> ofLastAttempt(Entry entry, List<VendorRow> rows) {
        var last = entry.id() + "." + entry.attempts();
        return entry.attempts() == null
                ? Optional.empty()
                : rows.stream().filter(row -> last.equals(row.attempt())).findFirst();
    }

    /** An attempt that another one followed was refused, or never sent. */
    private static boolean isEarlierPaid(Entry entry, List<VendorRow> rows) {
        var last = entry.id() + "." + entry.attempts();
        return entry.attempts() != null && rows.stream().anyMatch(row -> row.isPaid() && !last.equals(row.attempt()));
    }
}
