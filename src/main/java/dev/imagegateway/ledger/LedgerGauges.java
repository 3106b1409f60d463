package dev.imagegateway.ledger;

import dev.imagegateway.client.Clients;
import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.problem.GatewayException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private final MultiGauge budgets;
    private final ScheduledExecutorService clock = DaemonSchedulers.single("ledger-gauges");

    /** Each gauge keeps its number for its lifetime, so that a scrape between two readings finds all of them. */
    private Map<Tags, AtomicLong> credits = Map.of();

    /** NaN until the first reading. */
    private volatile double unknown = Double.NaN;

    LedgerGauges(OpenLedger open, LedgerQueries books, Clients clients, Duration interval, MeterRegistry meters) {
        this.open = open;
        this.books = books;
        this.clients = clients;
        this.budgets = MultiGauge.builder("image.gateway.budget.credits")
                .description("AIML credits of each budget's present period; client * is all of them together")
                .register(meters);
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
            var now = new HashMap<Tags, AtomicLong>();
            for (var balance : books.balances(clients.all(), Instant.now())) {
                var tags = Tags.of(
                        "client",
                        Objects.requireNonNullElse(balance.client(), AccountKey.OPERATOR),
                        "period",
                        balance.period().label());
                now.put(tags.and("kind", "limit"), number(balance.limit(), tags.and("kind", "limit")));
                now.put(tags.and("kind", "spent"), number(balance.spent(), tags.and("kind", "spent")));
                now.put(tags.and("kind", "held"), number(balance.held(), tags.and("kind", "held")));
            }
            credits = now;
            // keeps existing rows and removes those that are missing
            budgets.register(now.entrySet().stream()
                    .map(entry -> MultiGauge.Row.of(entry.getKey(), entry.getValue()))
                    .toList());
        } catch (GatewayException e) {
            log.debug("The ledger's gauges stay as they are: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("The ledger's gauges could not be read; they will be tried again", e);
        }
    }

    private AtomicLong number(long value, Tags tags) {
        var number = credits.getOrDefault(tags, new AtomicLong());
        number.set(value);
        return number;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
