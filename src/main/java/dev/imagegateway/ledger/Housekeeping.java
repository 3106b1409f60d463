package dev.imagegateway.ledger;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.store.Lease;
import dev.imagegateway.store.Store;
import dev.imagegateway.telemetry.LogContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Runs the background tasks of a process: renews its lease and marks generations of expired leases as unknown. */
final class Housekeeping {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final LedgerWriter writer;
    private final Ledger ledger;
    private final Savings savings;
    private final Lease lease;
    private final Store store;
    private final Purge purge;
    private final ObservedPrices prices;
    private final SilentOwners silent;
    private final String owner;
    private final ScheduledExecutorService clock = DaemonSchedulers.several(2, "ledger-housekeeping-");

    Housekeeping(
            LedgerWriter writer,
            Ledger ledger,
            Savings savings,
            Lease lease,
            Store store,
            Purge purge,
            ObservedPrices prices,
            String owner) {
        this.writer = writer;
        this.ledger = ledger;
        this.savings = savings;
        this.lease = lease;
        this.store = store;
        this.purge = purge;
        this.prices = prices;
        this.silent = new SilentOwners(lease.length());
        this.owner = owner;
    }

    /** Acquires the lease before anything can be sent. */
    void start() {
        if (!store.isShared()) {
            // the file is locked by this process, so the process that held these is dead
            forgotten(await(new Task<>("what a dead process held", jdbc -> forget(jdbc, Rows.HELD))));
            await(new Task<>("images that a dead process was copying", jdbc -> new ImageRows(jdbc).release()));
        }
        heartbeat();
        var beat = lease.length().toMillis() / 6;
        every(beat, this::heartbeat);
        every(2 * beat, this::sweep);
        every(TimeUnit.HOURS.toMillis(1), purge::run);
        every(TimeUnit.SECONDS.toMillis(1), savings::flush);
        prices.sync();
        every(TimeUnit.SECONDS.toMillis(1), prices::sync);
    }

    private void every(long millis, Runnable work) {
        var _ = clock.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        log.error("The ledger's housekeeping failed; it will be tried again", e);
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Gives up the lease, so that other processes need not wait for its expiry. */
    void stop() {
        clock.shutdownNow();
        prices.sync();
        await(new Task<>("the last heartbeat", jdbc -> jdbc.update("DELETE FROM owner WHERE id = ?", owner)));
    }

    private void heartbeat() {
        var sent = lease.now();
        var done = await(new Task<>(
                "the heartbeat",
                jdbc -> jdbc.update(
                        "INSERT INTO owner (id, heartbeat_at, expires_at) VALUES (?, " + store.now() + ", "
                                + store.now()
                                + " + ?) ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at,"
                                + " expires_at = excluded.expires_at",
                        owner,
                        lease.length().toMillis())));
        if (done != null) {
            store.sync();
            lease.renewed(sent);
        }
    }

    /** Ends generations that nobody will end otherwise. */
    void sweep() {
        releaseOrphans();
        // includes those of other live processes: after its deadline a generation cannot be answered any more
        forgotten(await(new Task<>(
                "what is past its deadline", jdbc -> forget(jdbc, Rows.HELD + " AND deadline < " + store.now()))));
        if (store.isShared() && lease.isUnbroken()) {
            forgotten(await(new Task<>("what dead processes held", this::reap)));
        }
    }

    private int reap(JdbcTemplate jdbc) {
        silent.delete(jdbc);
        return forget(jdbc, Rows.HELD + " AND owner NOT IN (SELECT id FROM owner)");
    }

    /** Releases holds whose commit result was lost or whose caller gave up. They may be stored but were never sent. */
    private void releaseOrphans() {
        var orphans = await(new Task<>(
                "holds that nobody works on",
                jdbc -> new Rows(jdbc)
                        .find(Rows.HELD + " AND owner = ?", owner).stream()
                                .filter(row -> !ledger.isWorkedOn(row.id()))
                                .toList()));
        for (var orphan : orphans == null ? List.<Entry>of() : orphans) {
            try (var _ = LogContext.of(orphan.requestId(), orphan.client(), orphan.id())) {
                log.info("{} was held and never sent; it is released", orphan.id());
            }
            var _ = writer.submit(
                    Transition.neverSent(orphan.id(), orphan.accounts(), orphan.creditsHeld(), ledger.now()));
        }
    }

    private int forget(JdbcTemplate jdbc, String condition) {
        var generations = new Generations(jdbc, store);
        return generations.forget(generations.ids(condition), ledger.now());
    }

    private static void forgotten(@Nullable Integer count) {
        if (count != null && count > 0) {
            log.warn("{} generations were left behind by their process; reconciliation finds what they cost", count);
        }
    }

    /** Returns the result, or null if the database is unavailable; the next run repeats the task. */
    private <T> @Nullable T await(Task<T> task) {
        return writer.await(task, Duration.ofSeconds(30));
    }
}
