package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationAnswer.Refused;
import dev.imagegateway.generation.GenerationHandle.Completed;
import dev.imagegateway.generation.GenerationHandle.Joined;
import dev.imagegateway.generation.GenerationHandle.Own;
import dev.imagegateway.generation.JourneyStep.Refusal;
import dev.imagegateway.ledger.EarlierClaim.AlreadyClaimed;
import dev.imagegateway.ledger.EarlierClaim.KeyReused;
import dev.imagegateway.ledger.Held;
import dev.imagegateway.ledger.HoldDecision;
import dev.imagegateway.ledger.HoldDecision.BudgetExhausted;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.ratelimit.GenerationLimits;
import dev.imagegateway.ratelimit.GenerationLimits.Slot;
import dev.imagegateway.replay.EarlierGenerations;
import dev.imagegateway.replay.LookupResult;
import dev.imagegateway.replay.Reservation;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AimlImageClient;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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
        Bookkeeping books,
        InFlightGenerations inFlight,
        AimlImageClient upstream,
        ResultAwaiter results,
        ResultDelivery delivery,
        ObservationRegistry observations) {

    /** Answers a request. */
    GenerationAnswer answer(AcceptedRequest request) {
        var headers = new AnswerHeaders();
        try (var place = callers.enter(request)) {
            var step = place.refusal().<JourneyStep>map(Refusal::new).orElseGet(() -> find(request, null, headers));
            return switch (step) {
                case Refusal refusal -> new Refused(refusal.problem(), headers);
                case GenerationHandle handle -> {
                    headers.answeredBy(handle);
                    yield result(request, handle, headers);
                }
            };
        } catch (GatewayException unavailable) {
            return new Refused(unavailable.problem(), headers);
        }
    }

    /** replay: an earlier generation answers the request, free of charge, or the request gets its own. */
    private JourneyStep find(AcceptedRequest request, @Nullable String unserved, AnswerHeaders headers) {
        return switch (earlierGenerations.find(request.lookup(), unserved, callers.patience(request))) {
            case LookupResult.Found found -> replay(request, found.earlier(), headers);
            case LookupResult.Refused refused -> new Refusal(refused.problem());
            case Reservation reservation -> {
                try (reservation) {
                    yield limit(request, reservation, headers);
                }
            }
        };
    }

    private JourneyStep replay(AcceptedRequest request, AlreadyClaimed earlier, AnswerHeaders headers) {
        var handle = handle(earlier);
        if (handle instanceof Completed completed && delivery.isToBeMadeAgain(request, completed)) {
            return find(request, completed.id(), headers);
        }
        return switch (earlierGenerations.name(earlier, request.lookup())) {
            case LookupResult.Found named when !named.earlier().equals(earlier) -> handle(named.earlier());
            case LookupResult.Refused refused -> new Refusal(refused.problem());
            default -> handle;
        };
    }

    private GenerationHandle handle(AlreadyClaimed earlier) {
        return earlier.hasEnded() ? new Completed(earlier, results.read(earlier.generation())) : new Joined(earlier);
    }

    /** ratelimit: counts what will be sent, and nothing else. */
    private JourneyStep limit(AcceptedRequest request, Reservation reservation, AnswerHeaders headers) {
        var admission = limits.enter(
                request.client(), request.generationId(), request.image().imagesAsked(), request.origin());
        headers.limits(admission.limits());
        return switch (admission) {
            case GenerationLimits.Refused refused -> refuse(reservation, refused.problem());
            case Slot slot -> {
                try (slot) {
                    yield hold(request, reservation, slot, headers);
                }
            }
        };
    }

    /** ledger: claims the request's keys and sets its price aside, in one transaction. */
    private JourneyStep hold(AcceptedRequest request, Reservation reservation, Slot slot, AnswerHeaders headers) {
        headers.generation(request.generationId());
        HoldDecision decision;
        try {
            decision = books.hold(request, reservation.claims());
        } catch (GatewayException unavailable) {
            return refuse(reservation, unavailable.problem());
        }
        return switch (decision) {
            case Held held -> send(request, held, reservation, slot);
            case BudgetExhausted exhausted -> refuse(reservation, books.exhausted(request, exhausted));
            case KeyReused _ -> new Refusal(EarlierGenerations.KEY_REUSED);
            case AlreadyClaimed earlier -> {
                slot.close();
                reservation.close();
                yield replay(request, earlier, headers);
            }
        };
    }

    /** upstream: sends the generation. From here on it outlives the exchange: to hang up does not stop it. */
    private JourneyStep send(AcceptedRequest request, Held held, Reservation reservation, Slot slot) {
        var scope = RequestScope.current(observations);
        var generation = new InFlightGeneration(request, held, slot, scope);
        if (!inFlight.begin(generation)) {
            return refuse(reservation, books.stopping(held));
        }
        var _ = CompletableFuture.completedFuture(generation.call())
                .thenCompose(upstream::generate)
                // ledger: what it cost, that it cost nothing, or that nobody knows
                .thenCompose(attempts -> scope.within(() -> books.settle(generation, attempts)))
                .exceptionallyCompose(failure -> scope.within(() -> books.lost(generation, failure)))
                .whenCompleteAsync(
                        (completed, failure) -> scope.within(() -> inFlight.end(generation, completed, failure)),
                        generation.endExecutor());
        return new Own(generation, reservation.isSeeded());
    }

    /** delivery: the result in the form that the caller asked for, when it is there. */
    private GenerationAnswer result(AcceptedRequest request, GenerationHandle handle, AnswerHeaders headers) {
        try {
            return results.await(request, handle)
                    .map(completed -> delivery.deliver(request, handle, completed, headers))
                    .orElseGet(() -> delivery.pending(request, handle, headers));
        } catch (GatewayException unavailable) {
            throw unavailable;
        } catch (RuntimeException failure) {
            return delivery.lost(request, handle, failure, headers);
        }
    }

    private static Refusal refuse(Reservation reservation, Problem problem) {
        reservation.refused(problem);
        return new Refusal(problem);
    }
}
