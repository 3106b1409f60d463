package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationHandle.Completed;
import dev.imagegateway.generation.GenerationHandle.Joined;
import dev.imagegateway.generation.GenerationHandle.Own;
import dev.imagegateway.generation.GenerationResponse.Failure;
import dev.imagegateway.generation.StepResult.Overtaken;
import dev.imagegateway.generation.StepResult.Rejected;
import dev.imagegateway.ledger.BudgetExhausted;
import dev.imagegateway.ledger.EarlierMatch;
import dev.imagegateway.ledger.Hold;
import dev.imagegateway.ledger.KeyReused;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.ratelimit.GenerationSlot;
import dev.imagegateway.ratelimit.LimitExceeded;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.replay.EarlierSearch;
import dev.imagegateway.replay.LookupResult;
import dev.imagegateway.replay.Reservation;
import dev.imagegateway.telemetry.Tracing;
import dev.imagegateway.upstream.AimlImageClient;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/**
 * The journey of a request for images, from the checked request to its answer. The methods stand in the order in which a
 * request passes them, and most steps are a package. Refusals are values; an exception means that a store is away.
 */
@Component
record GenerationJourney(
        WaitingCallers callers,
        EarlierGenerations earlierGenerations,
        GenerationLimits limits,
        Bookkeeping bookkeeping,
        InFlightGenerations inFlight,
        AimlImageClient upstream,
        ResultAwaiter results,
        ResultDelivery delivery,
        GenerationSpans spans,
        Tracing tracing) {

    /** Responds to a request. */
    GenerationResponse respond(AcceptedRequest request) {
        var headers = new ResponseHeaders();
        return switch (callers.enter(request)) {
            case WaitingPlace.Rejected rejected -> {
                headers.limits(rejected::limits);
                yield new Failure(rejected.problem(), headers);
            }
            case WaitingPlace.Taken place -> {
                try (place) {
                    var search = earlierGenerations.search(request.lookup(), callers.patience(request));
                    yield respond(request, search, find(request, search, headers), headers);
                } catch (GatewayException unavailable) {
                    yield new Failure(unavailable.problem(), headers);
                }
            }
        };
    }

    private GenerationResponse respond(
            AcceptedRequest request, EarlierSearch search, StepResult step, ResponseHeaders headers) {
        return switch (step) {
            case GenerationHandle handle -> {
                tracing.generation(handle.id());
                headers.answeredBy(handle);
                yield result(request, handle, headers);
            }
            case Overtaken overtaken ->
                respond(request, search, replay(request, overtaken.earlier(), search, headers), headers);
            case Rejected rejected -> new Failure(rejected.problem(), headers);
        };
    }

    /**
     * replay: an earlier generation answers the request, free of charge, or the request gets its own, unless its model may
     * no longer be used.
     */
    private StepResult find(AcceptedRequest request, EarlierSearch search, ResponseHeaders headers) {
        return switch (tracing.step("replay", search::find)) {
            case LookupResult.Found found -> replay(request, found.earlier(), search, headers);
            case LookupResult.Rejected rejected -> new Rejected(rejected.problem());
            case Reservation reservation ->
                request.refusal() == null
                        ? limit(request, reservation, headers)
                        : reject(reservation, request.refusal());
        };
    }

    private StepResult replay(
            AcceptedRequest request, EarlierMatch earlier, EarlierSearch search, ResponseHeaders headers) {
        var handle = handle(earlier);
        if (handle instanceof Completed completed && delivery.isToBeMadeAgain(request, completed)) {
            search.skip(completed.id());
            return find(request, search, headers);
        }
        return switch (earlierGenerations.assignKey(earlier, request.lookup())) {
            case LookupResult.Found named when !named.earlier().equals(earlier) -> handle(named.earlier());
            case LookupResult.Rejected rejected -> new Rejected(rejected.problem());
            default -> handle;
        };
    }

    private GenerationHandle handle(EarlierMatch earlier) {
        return earlier.hasEnded() ? new Completed(earlier, results.read(earlier.generation())) : new Joined(earlier);
    }

    /** ratelimit: counts what will be sent, and nothing else. */
    private StepResult limit(AcceptedRequest request, Reservation reservation, ResponseHeaders headers) {
        try (reservation) {
            return switch (tracing.step(
                    "limit",
                    () -> limits.enter(request.client(), request.generationId(), request.load(), request.origin()))) {
                case LimitExceeded exceeded -> {
                    headers.limits(exceeded::statuses);
                    yield reject(reservation, exceeded.problem());
                }
                case GenerationSlot slot -> {
                    headers.limits(slot::statuses);
                    yield hold(request, reservation, slot);
                }
            };
        }
    }

    /** ledger: claims the request's keys and sets its price aside, in one transaction. */
    private StepResult hold(AcceptedRequest request, Reservation reservation, GenerationSlot slot) {
        tracing.generation(request.generationId());
        try (slot) {
            return switch (tracing.step("hold", () -> bookkeeping.hold(request, reservation.claims()))) {
                case Hold hold -> send(request, hold, reservation, slot);
                case BudgetExhausted exhausted -> reject(reservation, bookkeeping.exhausted(request, exhausted));
                case KeyReused _ -> new Rejected(EarlierGenerations.KEY_REUSED);
                case EarlierMatch earlier -> new Overtaken(earlier);
            };
        } catch (GatewayException unavailable) {
            return reject(reservation, unavailable.problem());
        }
    }

    /** upstream: sends the generation. From here on it outlives the exchange: to hang up does not stop it. */
    private StepResult send(AcceptedRequest request, Hold hold, Reservation reservation, GenerationSlot slot) {
        var scope = tracing.scope();
        var generation = new InFlightGeneration(request, hold, slot, scope);
        if (!inFlight.begin(generation)) {
            return reject(reservation, bookkeeping.stopping(hold));
        }
        var _ = CompletableFuture.completedFuture(generation)
                .thenCompose(begun -> upstream.generate(begun.call(spans.begin(request, hold))))
                // ledger: what it cost, that it cost nothing, or that nobody knows
                .thenCompose(attempts -> scope.within(() -> bookkeeping.settle(generation, attempts)))
                .exceptionallyCompose(failure -> scope.within(() -> bookkeeping.lost(generation, failure)))
                .whenCompleteAsync(
                        (completed, failure) -> scope.within(() -> inFlight.end(generation, completed, failure)),
                        generation.endExecutor());
        return new Own(generation, reservation.isSeeded());
    }

    /** delivery: the result in the form that the caller asked for, when it is there. */
    private GenerationResponse result(AcceptedRequest request, GenerationHandle handle, ResponseHeaders headers) {
        try {
            return tracing.step("wait", () -> results.await(request, handle))
                    .map(completed ->
                            tracing.step("deliver", () -> delivery.deliver(request, handle, completed, headers)))
                    .orElseGet(() -> delivery.pending(request, handle, headers));
        } catch (RuntimeException failure) {
            return delivery.lost(request, handle, failure, headers);
        }
    }

    private static Rejected reject(Reservation reservation, Problem problem) {
        reservation.reject(problem);
        return new Rejected(problem);
    }
}
