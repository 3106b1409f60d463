package dev.imagegateway.generation;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.ledger.Entry;
import dev.imagegateway.ledger.LedgerQueries;
import dev.imagegateway.ledger.State;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.replay.EarlierGenerations;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Polls the ledger for generations of other processes that callers of this process wait for. One query covers all of
 * them, however many callers wait.
 */
@Component
final class RemoteGenerationPoller implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(RemoteGenerationPoller.class);

    /** Maximum ids in one query. */
    private static final int BATCH_SIZE = 500;

    private final LedgerQueries queries;
    private final Map<String, CompletableFuture<Entry>> awaited = new ConcurrentHashMap<>();
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private final ScheduledExecutorService clock = DaemonSchedulers.single("remote-generations");

    RemoteGenerationPoller(LedgerQueries queries, EarlierGenerations earlierGenerations) {
        this.queries = queries;
        var interval = earlierGenerations.pollInterval().toMillis();
        var _ = clock.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
    }

    /** Completes when the generation is no longer held. */
    CompletableFuture<Entry> ended(String id) {
        var future = awaited.computeIfAbsent(id, _ -> new CompletableFuture<>());
        try {
            // poll at once: most generations that are asked for have already ended
            if (isAsked.compareAndSet(false, true)) {
                clock.execute(this::look);
            }
        } catch (RejectedExecutionException _) {
            // the check below sees it, too
        }
        if (clock.isShutdown()) {
            // nobody polls any more
            future.cancel(false);
        }
        return future;
    }

    private void look() {
        isAsked.set(false);
        var ids = List.copyOf(awaited.keySet());
        for (int from = 0; from < ids.size(); from += BATCH_SIZE) {
            pollSafely(ids.subList(from, Math.min(ids.size(), from + BATCH_SIZE)));
        }
    }

    /** Catches everything, because an exception would end the scheduled polling. */
    private void pollSafely(List<String> ids) {
        try {
            look(ids);
        } catch (GatewayException e) {
            log.debug("The queries do not answer; they are asked again", e);
        } catch (RuntimeException | Error e) {
            log.warn("Generations of other processes could not be looked for; they will be again", e);
        }
    }

    private void look(List<String> ids) {
        var entries = queries.find(ids).stream().collect(Collectors.toMap(Entry::id, Function.identity()));
        for (var id : ids) {
            var entry = entries.get(id);
            var future = awaited.get(id);
            if (future == null || (entry != null && entry.state() == State.HELD)) {
                continue;
            }
            awaited.remove(id);
            if (entry == null) {
                future.completeExceptionally(new IllegalStateException("there is no such generation"));
            } else {
                future.complete(entry);
            }
        }
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
        // waiting callers then time out
        awaited.values().forEach(future -> future.cancel(false));
    }
}
