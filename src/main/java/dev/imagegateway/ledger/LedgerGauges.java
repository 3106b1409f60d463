package dev.imagegateway.ledger;

import dev.imagegateway.client.Clients;
import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.telemetry.GaugeGroup;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports values from the database as gauges. They are read in the background, so that neither a scrape nor a request
 * waits for the database. While it is unavailable, the gauges keep their last values.
 */
final class LedgerGauges implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LedgerGauges.class);

    private final OpenLedger open;
    private final LedgerQueries books;
    private final Clients clients;
    private final GaugeGroup budgets;
    private final ScheduledExecutorService clock = DaemonSchedulers.single("ledger-gauges");

    /** NaN until the first reading. */
    private volatile double unknown = Double.NaN;

    LedgerGauges(OpenLedger open, LedgerQueries books, Clients clients, Duration interval, MeterRegistry meters) {
        this.open = open;
        this.books = books;
        this.clients = clients;
        this.budgets = new GaugeGroup(MultiGauge.builder("image.gateway.budget.credits")
                .description("AIML credits of each budget's present period; client * is all of them together")
                .register(meters));
        Gauge.builder("image.gateway.generation.unknown", () -> unknown)
                .description("Generations that may have been billed, of which the vendor's books have yet to tell")
                .register(meters);
        var _ = clock.scheduleWithFixedDelay(this::refresh, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        if (!open.isAvailable()) {
            return;
        }
        try {
            unknown = books.unknown();
            var now = new HashMap<Tags, DoubleSupplier>();
            for (var balance : books.balances(clients.all(), Instant.now())) {
                var tags = Tags.of(
                        "client",
                        Objects.requireNonNullElse(balance.client(), AccountKey.OPERATOR),
                        "period",
                        balance.period().label());
                now.put(tags.and("kind", "limit"), balance::limit);
                now.put(tags.and("kind", "spent"), balance::spent);
                now.put(tags.and("kind", "held"), balance::held);
            }
            budgets.set(now);
        } catch (GatewayException e) {
            log.debug("The ledger's gauges stay as they are: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("The ledger's gauges could not be read; they will be tried again", e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
