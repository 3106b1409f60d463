package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.Held;
import dev.imagegateway.ledger.HoldDecision.AlreadyClaimed;
import dev.imagegateway.ledger.HoldDecision.BudgetExhausted;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.ratelimit.GenerationLimits.Slot;
import dev.imagegateway.upstream.AimlImageClient;
import java.time.Duration;
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
    private final Flights flights;
    private final GenerationThreads threads;

    GenerationPipeline(
            Bookkeeping books,
            AimlImageClient upstream,
            OutcomeReader outcomes,
            GenerationMetrics metrics,
            Flights flights,
            GenerationThreads threads) {
        this.books = books;
        this.upstream = upstream;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.flights = flights;
        this.threads = threads;
    }

    /** What became of a request to begin. */
    sealed interface Start {}

    /** It is on its way. */
    record Begun(Flight flight) implements Start {}

    /** An earlier request's generation answers it. */
    record Found(AlreadyClaimed earlier) implements Start {}

    /**
     * Holds its credits and lets it go on a thread of its own, which a caller that hangs up does not stop.
     *
     * @param isAwaited whether somebody waits for it, who then has to say when no longer
     * @param slot what it takes of its client's limits: given back when nothing is held for it, free when it has ended
     * @throws GatewayException when it may not begin; nothing was sent then
     */
    Start begin(Generation generation, Claims claims, boolean isAwaited, Slot slot) {
        var started = System.nanoTime();
        var flight = flights.begin(generation.id());
        if (isAwaited) {
            flight.waits();
        }
        var isUnderWay = false;
        try {
            return switch (books.hold(generation, claims)) {
                case AlreadyClaimed earlier -> new Found(earlier);
                case BudgetExhausted exhausted -> {
                    var refusal = books.refusal(generation, exhausted);
                    metrics.ended(generation, new Failed(refusal, new Money.Unsent()), since(started));
                    throw refusal.asException();
                }
                case Held held -> {
                    send(flight, generation, held, slot, started);
                    isUnderWay = true;
                    yield new Begun(flight);
                }
            };
        } finally {
            if (!isUnderWay) {
                flights.end(flight);
                slot.giveBack();
            }
        }
    }

    private void send(Flight flight, Generation generation, Held held, Slot slot, long started) {
        try {
            threads.execute(() -> carryOut(flight, generation, held, slot, started));
        } catch (RejectedExecutionException _) {
            books.unsent(held);
            throw Problem.of(ProblemType.UPSTREAM_UNAVAILABLE, "The gateway is stopping; nothing was sent.")
                    .retryAfter(Duration.ofSeconds(5))
                    .asException();
        }
    }

    private void carryOut(Flight flight, Generation generation, Held held, Slot slot, long started) {
        Ended ended;
        try {
            ended = end(flight, generation, held);
            metrics.ended(generation, ended.result(), since(started));
        } catch (RuntimeException | Error e) {
            flight.ended().completeExceptionally(e);
            throw e;
        } finally {
            flights.end(flight);
            slot.end();
        }
        // last: who is told of it finds all of that done
        flight.ended().complete(ended);
    }

    private Ended end(Flight flight, Generation generation, Held held) {
        try {
            var attempts =
                    upstream.generate(generation.request(), generation.seed(), generation.id(), held::mayAttempt);
            var result = outcomes.read(generation, attempts.outcome());
            var settled = books.end(held, generation, attempts, result, flight.isAwaited());
            return new Ended(generation.id(), generation.seed(), result, held.endedAt(), settled);
        } catch (RuntimeException e) {
            // not internal-error: it may have been sent, and some clients repeat every 500
            log.error("{} failed in the gateway and may have been billed", generation.id(), e);
            books.lost(held);
            var lost = Problem.of(
                    ProblemType.OUTCOME_UNKNOWN, "The gateway failed; the images may have been made and billed.");
            return new Ended(
                    generation.id(), generation.seed(), new Failed(lost, new Money.Unknown()), held.endedAt(), true);
        }
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
