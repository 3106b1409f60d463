package dev.imagegateway.ledger;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.client.Client;
import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.ledger.SavedBatch.Sums;
import dev.imagegateway.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the responses from earlier generations, which were not paid for again. Sums are kept in memory and added to
 * the database every second.
 *
 * <p>A crash may lose sums that are not written yet, which is acceptable because they are not money. Nothing is counted
 * twice: a batch whose result was lost is written again with the same stamp, by which the database recognises it.
 */
public final class Savings {

    private static final Logger log = LoggerFactory.getLogger(Savings.class);

    /** Callers choose user tags. Further tags between two writes are summed under {@link SavingKey#NOBODY}. */
    static final int MAX_KEYS = 2000;

    private final LedgerWriter writer;
    private final OperatorBudget operator;
    private final Clock clock;
    private final String process;

    private Map<SavingKey, Sums> sums = new HashMap<>();
    private @Nullable Writing last;
    private long stamp;

    Savings(LedgerWriter writer, OperatorBudget operator, Clock clock, String process) {
        this.writer = writer;
        this.operator = operator;
        this.clock = clock;
        this.process = process;
    }

    private record Writing(SavedBatch batch, CompletableFuture<Boolean> answer) {

        /** Whether the batch may not have been written and can be retried. */
        boolean isToBeTriedAgain() {
            return answer.state() == Future.State.FAILED && answer.exceptionNow() instanceof StoreUnavailableException;
        }
    }

    /**
     * Counts a response at the current time.
     *
     * @param client the client that got the response
     * @param userTag OpenAI's field {@code user} of its request
     * @param model the requested model
     * @param reuse how the earlier generation was matched
     * @param images number of images, 1 to 4
     * @param credits the original cost of the images
     */
    public synchronized void add(
            Client client, @Nullable String userTag, String model, MatchKind reuse, int images, Credits credits) {
        var key = SavingKey.of(
                clock.instant(),
                operator.zone(),
                client.id(),
                userTag == null ? SavingKey.NOBODY : userTag,
                model,
                reuse);
        // all parts but the user tag are bounded by configuration and by the hours that an outage lasts
        var bounded = sums.size() < MAX_KEYS || sums.containsKey(key) ? key : key.ofNobody();
        sums.merge(bounded, new Sums(1, images, credits.amount()), Sums::plus);
    }

    /** Submits the sums without waiting. */
    void flush() {
        var _ = handOver();
    }

    /** Submits the next batch, if none is in flight. Returns the future of the batch in flight, or null. */
    private synchronized @Nullable CompletableFuture<Boolean> handOver() {
        if (last != null && !last.answer.isDone()) {
            return last.answer;
        }
        if (last != null && last.isToBeTriedAgain()) {
            return submit(last.batch);
        }
        // a batch that the database rejects is dropped, because it would block all later ones; the writer has logged it
        last = null;
        if (sums.isEmpty()) {
            return null;
        }
        // wall-clock time shows the age of a stamp, but a stamp must never decrease
        stamp = Math.max(stamp + 1, clock.millis());
        var batch = new SavedBatch(process, stamp, new TreeMap<>(sums));
        sums = new HashMap<>();
        return submit(batch);
    }

    private CompletableFuture<Boolean> submit(SavedBatch batch) {
        // never cancelled, because a batch that is being written cannot be withdrawn
        var answer = writer.submit(new Task<>("savings", batch::write));
        last = new Writing(batch, answer);
        return answer;
    }

    /** Writes the remaining sums. Gives up if the database stays unavailable longer than this. */
    void close(Duration atMost) {
        var until = System.nanoTime() + atMost.toNanos();
        for (var answer = handOver(); answer != null; answer = handOver()) {
            try {
                answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException _) {
                // retried until the time limit; the writer pauses after each failure
                log.debug("The last savings could not be written yet");
            } catch (TimeoutException _) {
                log.warn("The last savings could not be written; reports may not show them");
                return;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
