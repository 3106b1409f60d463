package dev.imagegateway.ledger;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.store.Store;
import dev.imagegateway.store.Store.Failure;
import dev.imagegateway.store.StoreUnavailableException;
import dev.imagegateway.telemetry.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of a process. It takes the queued changes, writes them in one transaction, commits once and then
 * completes each of them. While the database is unavailable, transitions stay queued and all other changes fail.
 */
final class LedgerWriter {

    private static final Logger log = LoggerFactory.getLogger(LedgerWriter.class);

    private static final int REPLAYS = 10;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(1);

    private final WriteTransaction transaction;
    private final Store store;
    private final LedgerMetrics metrics;
    private final int maxBatch;
    private final CommitDelay delay;
    private final Clock clock;
    private final LinkedBlockingDeque<Item> queue = new LinkedBlockingDeque<>();
    // a platform thread: SQLite's native calls would pin a virtual one's carrier
    private final Thread thread =
            Thread.ofPlatform().name("ledger-writer").daemon().unstarted(this::run);
    private volatile boolean stopping;
    private Duration pause = FIRST_PAUSE;

    LedgerWriter(
            WriteTransaction transaction,
            Store store,
            LedgerMetrics metrics,
            int maxBatch,
            CommitDelay delay,
            Clock clock) {
        this.transaction = transaction;
        this.store = store;
        this.metrics = metrics;
        this.maxBatch = maxBatch;
        this.delay = delay;
        this.clock = clock;
    }

    private record Item(Change<?> change, CompletableFuture<Object> result) {

        /** Whether the caller gave up before the change was written. */
        boolean isAbandoned() {
            return result.isDone();
        }
    }

    void start() {
        thread.start();
    }

    /**
     * Queues a change. The future completes when the change is durable. Cancelling it withdraws a change that is not
     * written yet.
     */
    @SuppressWarnings("unchecked") // a change's result is of the change's type
    <T> CompletableFuture<T> submit(Change<T> change) {
        var item = new Item(change, new CompletableFuture<>());
        if (stopping && !(change instanceof Transition)) {
            item.result.completeExceptionally(new StoreUnavailableException("the gateway is stopping"));
        } else {
            queue.add(item);
        }
        return (CompletableFuture<T>) item.result;
    }

    /**
     * Writes a task and waits for its result. Returns null also if the database is unavailable.
     *
     * @throws RuntimeException if the database rejects the task
     */
    <T> @Nullable T await(Task<T> task, Duration atMost) {
        var result = submit(task);
        try {
            return Deadline.await(result, atMost);
        } catch (TimeoutException _) {
            result.cancel(false);
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnavailableException) {
                return null;
            }
            throw new IllegalStateException(task.name() + " could not be written", e.getCause());
        }
    }

    /**
     * Writes a task whose result is not null, and waits for it.
     *
     * @throws dev.imagegateway.problem.GatewayException {@code ledger-unavailable} if the database does not respond
     * @throws RuntimeException if the database rejects the task
     */
    <T> T require(Task<T> task, Duration atMost) {
        var result = await(task, atMost);
        if (result == null) {
            throw Ledger.unavailable();
        }
        return result;
    }

    /** Writes the queued changes and stops. Gives up if the database stays unavailable longer than this. */
    void stop(Duration atMost) {
        stopping = true;
        try {
            thread.join(atMost);
            if (thread.isAlive()) {
                log.error("{} settlements could not be written; reconciliation will find them", queue.size());
                thread.interrupt();
                thread.join(atMost);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopping || !queue.isEmpty()) {
                var first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    // a task is written alone, and a full batch cannot grow
                    if (!stopping && !(first.change instanceof Task<?>) && queue.size() < maxBatch - 1) {
                        delay.await();
                    }
                    var items = taken(first);
                    delay.taken(items.size());
                    writeSafely(items);
                }
            }
        } catch (InterruptedException _) {
            log.debug("Interrupted");
        }
    }

    /** Catches everything, including errors such as an OutOfMemoryError, because the only writer must not end. */
    private void writeSafely(List<Item> items) throws InterruptedException {
        try {
            write(items);
        } catch (RuntimeException | Error e) {
            unavailable(items, e);
        }
    }

    /** Takes queued changes up to the maximum batch size. A task is taken alone. */
    private List<Item> taken(Item first) {
        var items = new ArrayList<Item>();
        for (var item = first; item != null; item = next(items.size())) {
            if (!item.isAbandoned()) {
                items.add(item);
            }
            if (item.change instanceof Task<?>) {
                break;
            }
        }
        return items;
    }

    private @Nullable Item next(int taken) {
        var waiting = queue.peek();
        return waiting == null || taken >= maxBatch || waiting.change instanceof Task<?> ? null : queue.poll();
    }

    private void write(List<Item> items) throws InterruptedException {
        if (items.isEmpty()) {
            return;
        }
        var changes = items.stream().<Change<?>>map(Item::change).toList();
        for (int replay = 0; ; replay++) {
            try {
                var results = transaction.write(changes);
                metrics.available(true);
                if (items.stream().anyMatch(item -> item.change instanceof PendingHold)) {
                    metrics.held();
                }
                pause = FIRST_PAUSE;
                complete(items, results);
                return;
            } catch (WriteTransaction.Failed failed) {
                var meaning = failed.isCommitLost() ? Failure.UNAVAILABLE : store.meaning(failed.cause());
                if (meaning == Failure.REPLAY && replay < REPLAYS) {
                    log.debug("Writing a batch of {} again", items.size());
                    continue;
                }
                if (failed.isCommitLost()) {
                    changes.forEach(this::releaseUnsent);
                }
                if (meaning == Failure.POISON) {
                    poisoned(items, failed.cause());
                } else {
                    unavailable(items, failed.cause());
                }
                return;
            }
        }
    }

    private void complete(List<Item> items, IdentityHashMap<Change<?>, Object> results) {
        for (var item : items) {
            if (!item.result.complete(results.get(item.change))) {
                releaseUnsent(item.change);
            }
        }
    }

    /**
     * Releases a hold that was or may have been stored after its request gave up. Otherwise it would keep its budget and
     * its key until the next sweep, which remains the fallback.
     */
    private void releaseUnsent(Change<?> change) {
        if (change instanceof PendingHold pending) {
            queue.add(new Item(pending.release(clock.instant()), new CompletableFuture<>()));
        }
    }

    /** Isolates the change that cannot be written by writing each change separately. */
    private void poisoned(List<Item> items, Throwable cause) throws InterruptedException {
        if (items.size() > 1) {
            for (var item : items) {
                write(List.of(item));
            }
            return;
        }
        var item = items.getFirst();
        try (var _ = LogContext.of(null, null, item.change.generation())) {
            log.error("The ledger refuses to write {}", name(item.change), cause);
        }
        metrics.poisoned();
        item.result.completeExceptionally(cause);
    }

    /** Fails changes that were not sent, and keeps transitions of generations that were. */
    private void unavailable(List<Item> items, Throwable cause) throws InterruptedException {
        if (metrics.available(false)) {
            log.error("The ledger's store does not answer; nothing is sent until it does", cause);
        }
        if (items.stream().anyMatch(item -> item.change instanceof PendingHold)) {
            metrics.holdFailed();
        }
        store.makeRoom(cause);
        for (int i = items.size() - 1; i >= 0; i--) {
            var item = items.get(i);
            if (item.change instanceof Transition) {
                queue.addFirst(item);
            } else {
                item.result.completeExceptionally(new StoreUnavailableException("the store does not answer"));
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
    }

    private static String name(Change<?> change) {
        return switch (change) {
            case PendingHold pending -> "the hold of " + pending.id();
            case Transition transition -> "the end of " + transition.id();
            case Task<?> task -> task.name();
        };
    }
}
