package dev.imagegateway.reconciliation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.ledger.UnmatchedGenerations;
import dev.imagegateway.ledger.Unreconciled;
import dev.imagegateway.store.OneAtATime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs reconciliation rounds and price comparisons on its own thread. Stops before all other components. */
public final class ReconciliationLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReconciliationLoop.class);

    private final ReconciliationProperties properties;
    private final ReconciliationRound rounds;
    private final PriceComparison prices;
    private final PriceDrift drift;
    private final Unreconciled unreconciled;
    private final BilledFailureWatch billedFailures;
    private final UnmatchedGenerations unmatched;
    private final OneAtATime oneAtATime;
    private final ReconciliationMetrics metrics;
    private final MeterRegistry meters;
    private final Clock clock;
    // a platform thread: it sleeps for minutes, and waits for the ledger's writer
    private final ScheduledExecutorService thread = DaemonSchedulers.single("reconciliation");
    private volatile boolean running;
    private volatile @Nullable Instant lastComplete;

    /**
     * How far the ledger was compared.
     *
     * @param lagSeconds age of the oldest generation that should have been compared and was not
     * @param lastComplete when this process last read everything that was due; null if it has not
     */
    public record Standing(
            boolean enabled,
            @JsonProperty("lag_seconds") long lagSeconds,
            @JsonProperty("last_complete_at") @Nullable Instant lastComplete) {}

    ReconciliationLoop(
            ReconciliationProperties properties,
            ReconciliationRound rounds,
            PriceComparison prices,
            PriceDrift drift,
            Unreconciled unreconciled,
            BilledFailureWatch billedFailures,
            UnmatchedGenerations unmatched,
            OneAtATime oneAtATime,
            ReconciliationMetrics metrics,
            MeterRegistry meters,
            Clock clock) {
        this.properties = properties;
        this.rounds = rounds;
        this.prices = prices;
        this.drift = drift;
        this.unreconciled = unreconciled;
        this.billedFailures = billedFailures;
        this.unmatched = unmatched;
        this.oneAtATime = oneAtATime;
        this.metrics = metrics;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        var millis = properties.interval().toMillis();
        // answers state prices, too, whether or not the vendor's records are read
        var _ = thread.scheduleWithFixedDelay(drift::measure, millis, millis, TimeUnit.MILLISECONDS);
        if (properties.enabled()) {
            var _ = thread.scheduleWithFixedDelay(this::next, millis, millis, TimeUnit.MILLISECONDS);
            comparePricesIn(properties.interval());
        }
    }

    /** Returns how far the ledger was compared, as of the last round. */
    public Standing standing() {
        return new Standing(properties.enabled(), metrics.lagSeconds(), lastComplete);
    }

    /**
     * Runs a round and updates what depends on it. A step that fails does not prevent the next ones: a round that failed,
     * or another replica, may have found billed failures, and the gauges must show that rounds fail.
     */
    private void next() {
        RuntimeException failure = null;
        for (var step : List.<Runnable>of(
                () -> oneAtATime.run("reconciliation", this::round), billedFailures::look, this::stand)) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            failed(failure);
        }
    }

    private void round() {
        var started = Timer.start(meters);
        var outcome = "failed";
        try {
            outcome = rounds.run() ? "complete" : "incomplete";
            if (outcome.equals("complete")) {
                lastComplete = clock.instant();
            }
        } finally {
            metrics.round(started, outcome);
        }
    }

    /** Updates the gauges in every process, whichever of them runs the rounds. */
    private void stand() {
        var now = clock.instant();
        var oldest = unreconciled.oldestHeld(now.minus(ReconciliationRound.OLDEST), now.minus(properties.settleLag()));
        metrics.standing(
                unreconciled.drift(),
                oldest.map(held -> Math.max(0, Duration.between(held, now).toSeconds()))
                        .orElse(0L),
                unmatched.count());
    }

    private void failed(RuntimeException e) {
        if (running) {
            log.warn("Our books could not be compared with the vendor's; it will be tried again", e);
        }
    }

    private void comparePricesIn(Duration pause) {
        var _ = thread.schedule(
                () -> {
                    var next = PriceComparison.AFTER_FAILURE;
                    try {
                        next = prices.compare();
                    } catch (RuntimeException e) {
                        log.warn("The vendor's price list could not be compared with the catalogue", e);
                    } finally {
                        if (running) {
                            comparePricesIn(next);
                        }
                    }
                },
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("A comparison with the vendor's books did not end; what it has found is written already");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
