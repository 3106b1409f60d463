package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.generation.GenerationBody.Failure;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.ResponseFormat;
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

    private final ResultAwaiter results;
    private final ResultDelivery delivery;
    private final WaitingCallers callers;
    private final Duration responseTimeout;

    GenerationViews(
            ResultAwaiter results, ResultDelivery delivery, WaitingCallers callers, WaitingProperties properties) {
        this.results = results;
        this.delivery = delivery;
        this.callers = callers;
        this.responseTimeout = properties.responseTimeout();
    }

    /** Shows the current state, or with {@code Prefer: wait} the state once the generation has ended. */
    GenerationBody of(
            Client caller, Entry found, ResponseFormat format, HttpServletRequest http, HttpServletResponse response) {
        var preference = WaitPreference.of(http);
        var entry = found;
        var applied = preference.applied(responseTimeout, false);
        if (applied != null) {
            response.setHeader("Preference-Applied", applied);
            if (found.state() == State.HELD) {
                entry = awaited(caller, found, preference.maxWait(responseTimeout), http);
            }
        }
        if (entry.state() == State.HELD) {
            return GenerationBody.of(entry, caller.isAdmin());
        }
        var completed = StoredResults.of(entry);
        return switch (completed.result()) {
            case Failed failed ->
                GenerationBody.of(entry, caller.isAdmin(), null, Failure.of(failed.problem(), http.getContextPath()));
            case Succeeded succeeded -> succeeded(caller, entry, completed, succeeded, format, http);
        };
    }

    private GenerationBody succeeded(
            Client caller,
            Entry entry,
            CompletedGeneration completed,
            Succeeded succeeded,
            ResponseFormat format,
            HttpServletRequest http) {
        // fetching images takes as many resources as waiting, so it needs a waiting place too
        var place = callers.enter(caller, waiter(), format, succeeded.images().size(), RequestOrigin.of(http));
        refuse(place);
        try (place) {
            return GenerationBody.of(entry, caller.isAdmin(), delivery.result(completed, succeeded, format), null);
        } catch (GatewayException failure) {
            var problem = failure.problem();
            if (problem.type() == ProblemType.RESULT_LOST) {
                return GenerationBody.of(entry, caller.isAdmin(), null, Failure.of(problem, http.getContextPath()));
            }
            // a GET costs nothing to repeat
            throw problem.recognised(true)
                    .retryAfter(ResultDelivery.DELIVERY_RETRY_AFTER)
                    .asException();
        }
    }

    private Entry awaited(Client caller, Entry found, Duration wait, HttpServletRequest http) {
        var deadline = ResultAwaiter.deadline(System.nanoTime(), wait);
        try (var place = callers.enter(caller, waiter(), RequestOrigin.of(http))) {
            refuse(place);
            // this process may know the result before the ledger has it, but the response shows the ledger's entry
            return results.await(found.id(), deadline)
                    .flatMap(_ -> results.awaitEntry(found.id(), deadline))
                    .orElse(found);
        }
    }

    private static void refuse(WaitingCallers.Place place) {
        place.refusal().ifPresent(problem -> {
            throw problem.asException();
        });
    }

    private static String waiter() {
        return "get-" + UUID.randomUUID();
    }
}
