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
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AimlImageClient;
import dev.imagegateway.upstream.GenerationAttempts;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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
    private final InFlightGenerations flights;
    private final ShutdownDrain drain;
    private final ObservationRegistry observations;

    GenerationPipeline(
            Bookkeeping books,
            AimlImageClient upstream,
            OutcomeReader outcomes,
            GenerationMetrics metrics,
            InFlightGenerations flights,
            ShutdownDrain drain,
            ObservationRegistry observations) {
        this.books = books;
        this.upstream = upstream;
        this.outcomes = outcomes;
        this.metrics = metrics;
        this.flights = flights;
        this.drain = drain;
        this.observations = observations;
    }

    /** What became of a request to begin. */
    sealed interface Start {}

    /** It is on its way. */
    record Begun(InFlightGeneration flight) implements Start {}

    /** An earlier request's generation answers it. */
    record Found(AlreadyClaimed earlier) implements Start {}

    /**
     * Holds its credits and lets it go on its way, which a caller that hangs up does not stop. It takes no thread: whoever
     * learns what came of it, at the upstream or in the books, goes on with it.
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
                    metrics.ended(generation, new Failed(refusal, new BillingStatus.Unsent()), since(started));
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

    private void send(InFlightGeneration flight, Generation generation, Held held, Slot slot, long started) {
        var scope = RequestScope.current(observations);
        if (!drain.begin()) {
            books.unsent(held);
            throw Problem.of(ProblemType.UPSTREAM_UNAVAILABLE, "The gateway is stopping; nothing was sent.")
                    .retryAfter(Duration.ofSeconds(5))
                    .asException();
        }
        CompletableFuture<GenerationAttempts> attempts;
        try {
            attempts = upstream.generate(
                    generation.request(), generation.seed(), generation.id(), held::mayAttempt, scope);
        } catch (RuntimeException | Error e) {
            attempts = CompletableFuture.failedFuture(e);
        }
        var _ = attempts.thenCompose(made -> scope.within(() -> settled(flight, generation, held, made)))
                .exceptionallyCompose(failure -> scope.within(() -> lost(generation, held, failure)))
                .whenCompleteAsync(
                        (completed, failure) ->
                                scope.within(() -> finish(flight, generation, slot, started, completed, failure)),
                        // the ledger's writer and the upstream's connections have no time to wait for Valkey
                        slot.isShared() ? Thread::startVirtualThread : Runnable::run);
    }

    private CompletableFuture<CompletedGeneration> settled(
            InFlightGeneration flight, Generation generation, Held held, GenerationAttempts attempts) {
        var result = outcomes.read(generation, attempts.outcome());
        return books.end(held, generation, attempts, result, flight.isAwaited())
                .thenApply(isWritten ->
                        new CompletedGeneration(generation.id(), generation.seed(), result, held.endedAt(), isWritten));
    }

    private CompletableFuture<CompletedGeneration> lost(Generation generation, Held held, Throwable failure) {
        // not internal-error: it may have been sent, and some clients repeat every 500
        log.error("{} failed in the gateway and may have been billed", generation.id(), failure);
        var lost = Problem.of(
                ProblemType.OUTCOME_UNKNOWN, "The gateway failed; the images may have been made and billed.");
        return books.lost(held)
                .thenApply(_ -> new CompletedGeneration(
                        generation.id(),
                        generation.seed(),
                        new Failed(lost, new BillingStatus.Unknown()),
                        held.endedAt(),
                        true));
    }

    private void finish(
            InFlightGeneration flight,
            Generation generation,
            Slot slot,
            long started,
            @Nullable CompletedGeneration completed,
            @Nullable Throwable failure) {
        try {
            if (completed != null) {
                metrics.ended(generation, completed.result(), since(started));
            }
        } finally {
            try {
                flights.end(flight);
                slot.end();
            } finally {
                tell(flight, completed, failure);
            }
        }
    }

    private void tell(InFlightGeneration flight, @Nullable CompletedGeneration completed, @Nullable Throwable failure) {
        try {
            // last: who is told of it finds all of that done
            if (failure == null) {
                flight.ended().complete(completed);
            } else {
                flight.ended().completeExceptionally(failure);
            }
        } finally {
            drain.end();
        }
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
