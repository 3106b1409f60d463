package dev.imagegateway.reconciliation;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.billing.LogRow;
import dev.imagegateway.billing.Refund;
import dev.imagegateway.ledger.Reconciliation;
import dev.imagegateway.ledger.Reconciliation.Recorded;
import dev.imagegateway.ledger.VendorRow;
import dev.imagegateway.ledger.VendorRow.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Copies the vendor's records to the ledger in parts, so that only one part is in memory. */
final class VendorLogs {

    private final BillingClient books;
    private final Reconciliation ledger;
    private final Duration part;

    VendorLogs(BillingClient books, Reconciliation ledger, Duration part) {
        this.books = books;
        this.ledger = ledger;
        this.part = part;
    }

    /**
     * The result of a copy.
     *
     * @param complete names of the keys whose rows were read completely
     * @param all whether these are all keys
     */
    record Carried(Set<String> complete, boolean all, Recorded recorded) {}

    /** Copies the logs of a time range, including those of keys that can be read in part only. */
    Carried logs(Span span) {
        var complete = new HashSet<>(books.keys());
        var recorded = Recorded.NOTHING;
        for (var one : span.parts(part)) {
            var reading = books.logs(one.from(), one.to());
            complete.retainAll(reading.complete());
            recorded = recorded.plus(
                    ledger.record(reading.rows().stream().map(VendorLogs::row).toList()));
        }
        return new Carried(complete, complete.containsAll(books.keys()), recorded);
    }

    /** Copies the refunds of a time range. Returns whether all were read. */
    boolean refunds(Span span, ReconciliationMetrics metrics) {
        var reading = books.refunds(span.from(), span.to());
        var found = ledger.recordRefunds(
                reading.refunds().stream().map(VendorLogs::row).toList());
        metrics.refunds(found);
        return reading.complete().containsAll(books.keys());
    }

    private static VendorRow row(LogRow row) {
        return new VendorRow(
                id(row),
                row.succeeded() || row.credits().amount() > 0 ? Kind.CHARGE : Kind.FAILURE,
                row.attempt(),
                row.inferenceId(),
                row.model(),
                row.credits(),
                row.created());
    }

    private static String id(LogRow row) {
        if (row.inferenceId() != null) {
            return "inference:" + row.inferenceId();
        }
        return row.requestId() != null ? "request:" + row.requestId() : "attempt:" + row.attempt();
    }

    /** Creates a row with an id made from the refund's content, because refunds have no id. */
    private static VendorRow row(Refund refund) {
        return new VendorRow(
                "refund:" + refund.inferenceId() + ":" + refund.created().toEpochMilli() + ":"
                        + refund.credits().amount(),
                Kind.REFUND,
                null,
                refund.inferenceId(),
                null,
                refund.credits(),
                refund.created());
    }
}
