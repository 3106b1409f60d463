package dev.imagegateway.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.store.Lease;
import dev.imagegateway.store.Reads;
import dev.imagegateway.store.Store;
import dev.imagegateway.store.StoreOpening;
import dev.imagegateway.store.StoreProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Opens all parts of the ledger, and closes them in order after every generation has ended. */
final class OpenLedger implements SmartLifecycle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenLedger.class);

    /** Readers of single rows by their names. */
    private static final int QUICK_READERS = 4;

    private final Store store;
    private final HikariDataSource writes;
    private final HikariDataSource readers;
    private final HikariDataSource quick;
    private final LedgerWriter writer;
    private final Housekeeping housekeeping;
    private final Reads reads;
    private final Reads quickReads;
    private final Ledger ledger;
    private final Savings savings;
    private final ImageRecords images;
    private final Purge purge;
    private final ObservedPrices prices;
    private final LedgerMetrics metrics;
    private volatile boolean running;
    private boolean closed;

    OpenLedger(
            LedgerProperties properties,
            StoreProperties where,
            OperatorBudget operator,
            MeterRegistry meters,
            Clock clock) {
        this.store = StoreOpening.open(properties.directory(), properties.accept(), where);
        // the writer is one thread; readers have separate connections and never wait for it
        this.writes = pool("ledger-writer", 1, properties.timeout(), meters);
        this.readers = pool("ledger-readers", store.readers(), properties.queryTimeout(), meters);
        // what a request waits for has readers of its own: reports may take their time. They have a pool of their own
        // because PostgreSQL's time limits belong to the connection.
        this.quick = pool("ledger-quick-readers", QUICK_READERS, properties.holdWait(), meters);
        var owner = "own-" + UUID.randomUUID();
        this.metrics = new LedgerMetrics(meters);
        metrics.budgets(AccountKey.OPERATOR, operator.budget());
        var transaction = new WriteTransaction(writes, store, operator, owner, metrics);
        this.writer = new LedgerWriter(
                transaction, store, metrics, properties.batch(), new CommitDelay(properties.commitDelay()), clock);
        var lease = new Lease(properties.lease(), clock);
        this.quickReads = new Reads(quick, store, QUICK_READERS, properties.holdWait(), Ledger::unavailable);
        this.ledger = new Ledger(writer, quickReads, lease, store, metrics, operator, properties, clock);
        this.savings = new Savings(writer, operator, clock, owner);
        this.reads = new Reads(readers, store, store.readers(), properties.queryTimeout(), Ledger::unavailable);
        this.images = new ImageRecords(writer, quickReads, reads, clock);
        this.purge = new Purge(writer, reads, store, operator, properties.retention(), clock);
        this.prices = new ObservedPrices(writer, quickReads, store, clock);
        this.housekeeping = new Housekeeping(writer, ledger, savings, lease, store, purge, prices, owner);
        writer.start();
        try {
            housekeeping.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        log.info("The ledger is open ({})", store.isShared() ? "PostgreSQL, shared" : "SQLite, this process alone");
    }

    private HikariDataSource pool(String name, int size, Duration timeout, MeterRegistry meters) {
        var config = new HikariConfig();
        config.setMetricRegistry(meters);
        config.setPoolName(name);
        config.setDataSource(store.connections(timeout));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(1000, timeout.toMillis() / 2));
        config.setValidationTimeout(Math.max(500, timeout.toMillis() / 4));
        // do not fail if the database becomes unavailable after the start
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    Ledger ledger() {
        return ledger;
    }

    Savings savings() {
        return savings;
    }

    ImageRecords images() {
        return images;
    }

    Reads reads() {
        return reads;
    }

    Reads quickReads() {
        return quickReads;
    }

    LedgerWriter writer() {
        return writer;
    }

    Housekeeping housekeeping() {
        return housekeeping;
    }

    Purge purge() {
        return purge;
    }

    ObservedPrices prices() {
        return prices;
    }

    Store store() {
        return store;
    }

    HikariDataSource connections() {
        return writes;
    }

    HikariDataSource readers() {
        return readers;
    }

    LedgerMetrics metrics() {
        return metrics;
    }

    boolean isAvailable() {
        return metrics.isAvailable();
    }

    /** Why the ledger is not writable; null if it is writable or the reason is unknown. */
    @Nullable
    String fault() {
        var fault = store.fault();
        if (fault != null) {
            return fault;
        }
        if (!isAvailable()) {
            return "the store does not answer";
        }
        return metrics.isHealthy() ? null : "holds cannot be written";
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the generations and the web server have stopped. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE - 1024;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            housekeeping.stop();
            savings.close(Duration.ofSeconds(3));
            writer.stop(Duration.ofSeconds(10));
            reads.close();
            quickReads.close();
            writes.close();
            readers.close();
            quick.close();
            store.close();
        }
    }
}
