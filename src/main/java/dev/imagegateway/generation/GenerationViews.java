package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.generation.GenerationView.Failure;
import dev.imagegateway.http.PublicUrl;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.images.RenderOptions;
import dev.imagegateway.ledger.Entry;
import dev.imagegateway.ledger.State;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.RequestOrigin;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Shows one generation by id. Waits for its result if the caller asks for that. */
@Component
final class GenerationViews {

    private final StoredExtras stored;
    private final ResultAwaiter results;
    private final ResultDelivery delivery;
    private final WaitingCallers callers;
    private final WaitingProperties waiting;
    private final PublicUrl publicUrl;

    GenerationViews(
            StoredExtras stored,
            ResultAwaiter results,
            ResultDelivery delivery,
            WaitingCallers callers,
            WaitingProperties waiting,
            PublicUrl publicUrl) {
        this.stored = stored;
        this.results = results;
        this.delivery = delivery;
        this.callers = callers;
        this.waiting = waiting;
        this.publicUrl = publicUrl;
    }

    /** Shows the current state, or with {@code Prefer: wait} the state once the generation has ended. */
    GenerationView of(
            Client caller, Entry found, ResponseFormat format, HttpServletRequest http, HttpServletResponse response) {
        var preference = WaitPreference.of(http, waiting);
        var entry = found;
        var applied = preference.applied(false);
        if (applied != null) {
            response.setHeader("Preference-Applied", applied);
            if (found.state() == State.HELD) {
                entry = awaited(caller, found, preference.maxWait(), http);
            }
        }
        var extras = stored.of(entry.id(), http);
        if (entry.state() == State.HELD) {
            return GenerationView.of(entry, caller.isAdmin(), extras);
        }
        var completed = StoredResults.of(entry);
        return switch (completed.result()) {
            case Failed failed ->
                GenerationView.of(
                        entry,
                        caller.isAdmin(),
                        extras.withProblem(Failure.of(failed.problem(), http.getContextPath())));
            case Succeeded succeeded -> succeeded(caller, entry, extras, completed, succeeded, format, http, response);
        };
    }

    private GenerationView succeeded(
            Client caller,
            Entry entry,
            GenerationExtras extras,
            CompletedGeneration completed,
            Succeeded succeeded,
            ResponseFormat format,
            HttpServletRequest http,
            HttpServletResponse response) {
        // fetching images takes as many resources as waiting, so it needs a waiting place too
        var place = callers.enter(caller, waiter(), format, succeeded.images().size(), RequestOrigin.of(http));
        try (var _ = taken(place)) {
            var options = RenderOptions.of(caller, format, publicUrl.of(http));
            var headers = new ResponseHeaders();
            var result = delivery.result(completed, succeeded, options, headers);
            headers.writeTo(response);
            return GenerationView.of(entry, caller.isAdmin(), extras.withResult(result));
        } catch (GatewayException failure) {
            var problem = failure.problem();
            if (problem.type() == ProblemType.RESULT_LOST) {
                return GenerationView.of(
                        entry, caller.isAdmin(), extras.withProblem(Failure.of(problem, http.getContextPath())));
            }
            // a GET costs nothing to repeat
            throw problem.recognised(true)
                    .retryAfter(ResultDelivery.DELIVERY_RETRY_AFTER)
                    .asException();
        }
    }

    private Entry awaited(Client caller, Entry found, Duration wait, HttpServletRequest http) {
        var deadline = ResultAwaiter.deadline(System.nanoTime(), wait);
        try (var _ = taken(callers.enter(caller, waiter(), RequestOrigin.of(http)))) {
            // this process may know the result before the ledger has it, but the response shows the ledger's entry
            return results.await(found.id(), deadline)
                    .flatMap(_ -> results.awaitEntry(found.id(), deadline))
                    .orElse(found);
        }
    }

    private static WaitingPlace.Taken taken(WaitingPlace place) {
        return switch (place) {
            case WaitingPlace.Taken taken -> taken;
            case WaitingPlace.Rejected rejected -> throw rejected.problem().asException();
        };
    }

    private static String waiter() {
        return "get-" + UUID.randomUUID();
    }
}
