package dev.imagegateway.reconciliation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the reconciliation. */
final class ReconciliationMetrics {

    private final MeterRegistry meters;
    private final AtomicLong drift = new AtomicLong();
    private final AtomicLong lagSeconds = new AtomicLong();
    private final AtomicLong unmatched = new AtomicLong();

    ReconciliationMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("image.gateway.reconciliation.drift", drift, AtomicLong::get)
                .description("By how much our books exceed the vendor's, over all that was reconciled")
                .baseUnit("credits")
                .register(meters);
        Gauge.builder("image.gateway.reconciliation.unmatched", unmatched, AtomicLong::get)
                .description("Generations that the vendor billed and that our books do not have")
                .register(meters);
        Gauge.builder("image.gateway.reconciliation.lag", lagSeconds, AtomicLong::get)
                .description("Age of the oldest generation that should have been reconciled and was not")
                .baseUnit("seconds")
                .register(meters);
        List.of("complete", "incomplete", "failed").forEach(this::rounds);
        List.of("matched", "refund", "foreign", "unmatched").forEach(this::rows);
    }

    void standing(long driftCredits, long lag, long unmatchedGenerations) {
        unmatched.set(unmatchedGenerations);
        drift.set(driftCredits);
        lagSeconds.set(lag);
    }

    long lagSeconds() {
        return lagSeconds.get();
    }

    void round(Timer.Sample started, String outcome) {
        started.stop(rounds(outcome));
    }

    private Timer rounds(String outcome) {
        return Timer.builder("image.gateway.reconciliation")
                .description("One round of comparing our books with the vendor's")
                .tag("outcome", outcome)
                .register(meters);
    }

    void matched(int rows) {
        count("matched", rows);
    }

    void refunds(int rows) {
        count("refund", rows);
    }

    void unmatched(int rows) {
        count("unmatched", rows);
    }

    /** Counted once for each window, after it was read completely. */
    void foreign(int rows) {
        count("foreign", rows);
    }

    private void count(String kind, int rows) {
        rows(kind).increment(rows);
    }

    private Counter rows(String kind) {
        return Counter.builder("image.gateway.reconciliation.rows")
                .description("Rows of the vendor's books by whose they are")
                .tag("kind", kind)
                .register(meters);
    }
}
