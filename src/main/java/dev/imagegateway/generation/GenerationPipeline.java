package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.ledger.Held;
import dev.imagegateway.ledger.HoldDecision;
import dev.imagegateway.ledger.HoldDecision.BudgetExhausted;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.ratelimit.GenerationLimits.Slot;
import dev.imagegateway.upstream.AimlImageClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One generation's journey, top to bottom, each line a step. */
@Component
final class GenerationPipeline {

    private static final Logger log = LoggerFactory.getLogger(GenerationPipeline.class);

    private final Bookkeeping books;
    private final AimlImageClient upstream;
    private final OutcomeReader outcomes;
    private final GenerationMetrics metrics;
    private final ExecutorService threads;

    GenerationPipeline(
            Bookkeeping books,
            AimlImageClient upstream,
            OutcomeReader outcomes,
            GenerationMetrics metrics,
            GenerationThreads threads) {
        this.books = books;
        this.upstream = upstream;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.threads = threads.executor();
    }

    /**
     * A result, and whether the books have it.
     *
     * @param settled false if its settlement is still to be written
     */
    record Ended(GenerationResult result, boolean settled) {}

    /**
     * Carries the generation out on a thread of its own, which a caller that hangs up does not stop, and waits.
     *
     * @param slot what it takes of its client's limits: given back when nothing is held for it, free when it has ended
     */
    Ended run(Generation generation, Slot slot) {
        try {
            return CompletableFuture.supplyAsync(() -> carryOut(generation, slot), threads)
                    .get();
        } catch (RejectedExecutionException _) {
            slot.giveBack();
            throw Problem.of(ProblemType.UPSTREAM_UNAVAILABLE, "The gateway is stopping; nothing was sent.")
                    .retryAfter(Duration.ofSeconds(5))
                    .asException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GatewayException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("failed before anything was sent", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemType.OUTCOME_UNKNOWN, "The gateway stopped before the images were there.")
                    .asException();
        }
    }

    private Ended carryOut(Generation generation, Slot slot) {
        var started = System.nanoTime();
        try {
            var ended = switch (hold(generation, slot)) {
                case BudgetExhausted exhausted -> {
                    slot.giveBack();
                    yield new Ended(new Failed(books.refusal(generation, exhausted), new Money.Unsent()), true);
                }
                case Held held -> send(generation, held);
            };
            metrics.ended(generation, ended.result(), Duration.ofNanos(System.nanoTime() - started));
            return ended;
        } finally {
            slot.end();
        }
    }

    private HoldDecision hold(Generation generation, Slot slot) {
        try {
            return books.hold(generation);
        } catch (RuntimeException e) {
            slot.giveBack();
            throw e;
        }
    }

    private Ended send(Generation generation, Held held) {
        try {
            var attempts =
                    upstream.generate(generation.request(), generation.seed(), generation.id(), held::mayAttempt);
            var result = outcomes.read(generation, attempts.outcome());
            var settled = books.end(held, generation, attempts, result);
            return new Ended(result, settled);
        } catch (RuntimeException e) {
            // not internal-error: it may have been sent, and some clients repeat every 500
            log.error("{} failed in the gateway and may have been billed", generation.id(), e);
            books.lost(held);
            return new Ended(
                    new Failed(
                            Problem.of(
                                    ProblemType.OUTCOME_UNKNOWN,
                                    "The gateway failed; the images may have been made and billed."),
                            new Money.Unknown()),
                    true);
        }
    }
}
