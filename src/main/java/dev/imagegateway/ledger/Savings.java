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
 * What earlier generations answered, and was not paid again: summed in memory, and added to the store every second.
 *
 * <p>A crash may lose what is not written yet, for it is no money. Nothing is ever counted twice: a batch whose answer
 * never came may have been written, and is tried again under the stamp by which the store knows it.
 */
public final class Savings {

    private static final Logger log = LoggerFactory.getLogger(Savings.class);

    /** Callers choose user tags: more of them between two writes are summed as nobody's. */
    static final int MOST_KEYS = 2000;

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

    private record Writing(SavedBatch batch, CompletableFuture<Object> answer) {

        /** Whether it may be that it was not written, and can be. */
        boolean isToBeTriedAgain() {
            return answer.state() == Future.State.FAILED && answer.exceptionNow() instanceof StoreUnavailableException;
        }
    }

    /**
     * Counts an answer of now.
     *
     * @param client who was answered
     * @param userTag OpenAI's field {@code user} of the request that was answered
     * @param model what was asked
     * @param reuse how the earlier generation was found
     * @param images how many it gave, 1 to 4
     * @param credits what it had cost
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
        // all but user tags is bounded by configuration, and by the hours that a store stays away
        var bounded = sums.size() < MOST_KEYS || sums.containsKey(key) ? key : key.ofNobody();
        sums.merge(bounded, new Sums(1, images, credits.amount()), Sums::plus);
    }

    /** Hands over what was summed, and waits for nothing. */
    void flush() {
        var _ = handOver();
    }

    /** One batch at a time; the answer to the one that is under way, if there is one. */
    private synchronized @Nullable CompletableFuture<Object> handOver() {
        if (last != null && !last.answer.isDone()) {
            return last.answer;
        }
        if (last != null && last.isToBeTriedAgain()) {
            return submit(last.batch);
        }
        // what the store refuses for good would only keep back all that follows; the writer has said so in the log
        last = null;
        if (sums.isEmpty()) {
            return null;
        }
        // a wall clock, so that it can be told how old a stamp is, but never one that goes back
        stamp = Math.max(stamp + 1, clock.millis());
        var batch = new SavedBatch(process, stamp, new TreeMap<>(sums));
        sums = new HashMap<>();
        return submit(batch);
    }

    private CompletableFuture<Object> submit(SavedBatch batch) {
        // never cancelled: one that is being written can't be taken back
        var answer = writer.submit(new Task<>("savings", batch::write));
        last = new Writing(batch, answer);
        return answer;
    }

    /** Writes what is left; gives up on a store that stays away for longer than this. */
    void close(Duration atMost) {
        var until = System.nanoTime() + atMost.toNanos();
        for (var answer = handOver(); answer != null; answer = handOver()) {
            try {
                answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException _) {
                // again, until the time is over; the writer pauses after each failure
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
