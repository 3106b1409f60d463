package dev.imagegateway.ledger;

import dev.imagegateway.ledger.VendorRow.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state that the vendor's rows require for a generation. Rows that exist count at once. Missing rows count only
 * after the logs were read completely.
 *
 * @param to the next state
 * @param used credits; for {@link State#SETTLED} only
 * @param evidence the source of the decision
 * @param billedRefusal whether the vendor billed an attempt that it had refused, contrary to its documentation
 */
record Adjustment(State to, @Nullable Long used, Evidence evidence, boolean billedRefusal) {

    /**
     * Decides about one generation. Empty if it needs no change or cannot be decided yet.
     *
     * @param rows all known rows of the vendor for all attempts of the generation, in any order
     */
    static Optional<Adjustment> of(Entry entry, List<VendorRow> rows, LogCompleteness reading) {
        return switch (entry.state()) {
            // its owner is still working on it, or the sweep will end it
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

    /** Charges minus refunds, at least 0. */
    static long sum(List<VendorRow> rows) {
        return Math.max(0, rows.stream().mapToLong(VendorRow::signed).sum());
    }

    /** For a generation whose cost is unknown or was estimated. */
    private static Optional<Adjustment> onGuess(Entry entry, List<VendorRow> rows, LogCompleteness reading) {
        if (rows.stream().anyMatch(VendorRow::isPaid)) {
            return settled(rows, isEarlierPaid(entry, rows));
        }
        var last = ofLastAttempt(entry, rows);
        // if the process died, there may be a later attempt than the one that failed
        if (last.filter(row -> row.kind() == Kind.FAILURE).isPresent()) {
            return Optional.of(new Adjustment(State.RELEASED, null, Evidence.VENDOR, false));
        }
        // an operator's decision stands until a row of the vendor contradicts it
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

    /** For a generation whose cost came from the upstream's response or from an earlier row of the vendor. */
    private static Optional<Adjustment> onCost(Entry entry, List<VendorRow> rows, LogCompleteness reading) {
        var used = Objects.requireNonNull(entry.creditsUsed());
        var sum = sum(rows);
        if (sum > used) {
            return settled(rows, isEarlierPaid(entry, rows));
        }
        // a lower sum counts only if no charge can be missing
        var isComplete = !rows.isEmpty()
                && (entry.attempts() == null || ofLastAttempt(entry, rows).isPresent());
        var refunded = rows.stream().anyMatch(row -> row.kind() == Kind.REFUND);
        return sum < used && isComplete && (reading == LogCompleteness.COMPLETE || refunded)
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

    /** Whether an earlier attempt was charged. Every attempt before the last was refused or never sent. */
    private static boolean isEarlierPaid(Entry entry, List<VendorRow> rows) {
        // if the process died, the vendor's rows show at least which attempts there were
        var last = rows.stream()
                .mapToInt(Adjustment::number)
                .reduce(Objects.requireNonNullElse(entry.attempts(), 0), Math::max);
        return rows.stream().anyMatch(row -> row.isPaid() && number(row) > 0 && number(row) < last);
    }

    /** The number of the row's attempt; 0 for a row without one. */
    private static int number(VendorRow row) {
        var attempt = row.attempt();
        return attempt == null ? 0 : Integer.parseInt(attempt.substring(attempt.lastIndexOf('.') + 1));
    }
}
