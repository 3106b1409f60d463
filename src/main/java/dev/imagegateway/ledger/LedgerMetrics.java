package dev.imagegateway.ledger;

import dev.imagegateway.budget.Budget;
import dev.imagegateway.budget.BudgetPeriod;
import dev.imagegateway.telemetry.LogContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger's metrics. All tag values are bounded by configuration. */
final class LedgerMetrics {

    private static final Logger log = LoggerFactory.getLogger(LedgerMetrics.class);

    /** How long a failed hold counts if no other follows. */
    private static final Duration HOLD_FAILURE_LASTS = Duration.ofMinutes(1);

    private static final List<Integer> THRESHOLDS = List.of(50, 80, 100);

    private final MeterRegistry meters;
    private final Timer commit;
    private final DistributionSummary batch;
    private final Counter poisoned;
    private final AtomicBoolean away = new AtomicBoolean();

    /** When a hold last failed, since the last one that did not; 0 if none has. */
    private volatile long holdFailedNanos;

    private final Set<Passed> passed = ConcurrentHashMap.newKeySet();

    LedgerMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.commit = Timer.builder("image.gateway.ledger.commit")
                .description("One transaction of the ledger's writer, to its commit")
                .publishPercentileHistogram(false)
                .register(meters);
        this.batch = DistributionSummary.builder("image.gateway.ledger.batch")
                .description("Changes in one transaction")
                .register(meters);
        Gauge.builder("image.gateway.degraded", this, metrics -> metrics.isHealthy() ? 0 : 1)
                .description("1 while a dependency does not do its work")
                .tag("dependency", "ledger")
                .register(meters);
        this.poisoned = Counter.builder("image.gateway.ledger.refused")
                .description("Changes that the store refused to take")
                .register(meters);
    }

    private record Passed(AccountKey account, long limit, int percent) {}

    void committed(Timer.Sample started, int changes) {
        started.stop(commit);
        batch.record(changes);
    }

    /** Sets whether the database responds. Returns true if this is a change. */
    boolean available(boolean available) {
        return away.getAndSet(!available) == available;
    }

    boolean isAvailable() {
        return !away.get();
    }

    /** Records that a hold was refused because it could not be written. Smaller writes may still succeed. */
    void holdFailed() {
        var now = System.nanoTime();
        // 0 stands for none
        holdFailedNanos = now == 0 ? 1 : now;
    }

    /** Records that a hold was written. */
    void held() {
        holdFailedNanos = 0;
    }

    /** Whether the database responds and holds are written, as far as there were any in the last minute. */
    boolean isHealthy() {
        var failed = holdFailedNanos;
        return isAvailable() && (failed == 0 || System.nanoTime() - failed > HOLD_FAILURE_LASTS.toNanos());
    }

    void poisoned() {
        poisoned.increment();
    }

    /** Creates the counters of a client's budgets at 0, because an alert needs them before the first increase. */
    void budgets(String client, Budget budget) {
        for (var period : BudgetPeriod.values()) {
            if (budget.limit(period).isPresent()) {
                refused(client, period);
                THRESHOLDS.forEach(percent -> threshold(client, period, percent));
            }
        }
    }

    private Counter refused(String client, BudgetPeriod period) {
        return Counter.builder("image.gateway.budget.refused")
                .description("Holds that a budget did not allow")
                .tags("client", client, "period", period.label())
                .register(meters);
    }

    private Counter threshold(String client, BudgetPeriod period, int percent) {
        return Counter.builder("image.gateway.budget.threshold")
                .description("Budgets of which so many percent were used")
                .tags("client", client, "period", period.label(), "percent", percent + "")
                .register(meters);
    }

    /** Reports each threshold once for each account that reaches it. */
    void used(List<Batch.Used> accounts) {
        for (var used : accounts) {
            for (int percent : THRESHOLDS) {
                var threshold = used.limit() / 100.0 * percent;
                if (used.before() < threshold && used.after() >= threshold) {
                    reached(used.account(), used.limit(), percent);
                }
            }
        }
    }

    /** Counts a hold that exceeded a budget. */
    void exhausted(AccountKey account, long limit) {
        refused(account.client(), account.period()).increment();
        reached(account, limit, 100);
    }

    private void reached(AccountKey account, long limit, int percent) {
        // entries of past periods are not needed any more
        passed.removeIf(earlier -> earlier.account.client().equals(account.client())
                && earlier.account.period() == account.period()
                && earlier.account.startsAt() < account.startsAt());
        if (!passed.add(new Passed(account, limit, percent))) {
            return;
        }
        threshold(account.client(), account.period(), percent).increment();
        var client = account.client().equals(AccountKey.OPERATOR) ? null : account.client();
        try (var _ = LogContext.of(null, client, null)) {
            log.warn(
                    "{} has used {} % of its budget of {} credits for this {}",
                    client == null ? "The gateway" : "Client " + client,
                    percent,
                    limit,
                    account.period().label());
        }
    }
}
