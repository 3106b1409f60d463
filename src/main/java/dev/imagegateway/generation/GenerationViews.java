package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.delivery.Base64Memory;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.ledger.Entry;
import dev.imagegateway.ledger.State;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.ratelimit.GenerationLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Shows one generation by its id, and waits for its result if the caller asks for that. */
@Component
final class GenerationViews {

    private final ResultAwaiter results;
    private final ResponseRenderer renderer;
    private final GenerationLimits limits;
    private final Base64Memory memory;
    private final Duration longest;

    GenerationViews(
            ResultAwaiter results,
            ResponseRenderer renderer,
            GenerationLimits limits,
            Base64Memory memory,
            WaitingProperties properties) {
        this.results = results;
        this.renderer = renderer;
        this.limits = limits;
        this.memory = memory;
        this.longest = properties.responseTimeout();
    }

    /** As it is now, or with {@code Prefer: wait} as soon as it has ended. */
    GenerationBody of(
            Client caller, Entry found, ResponseFormat format, HttpServletRequest http, HttpServletResponse response) {
        var preference = WaitPreference.of(http);
        var entry = found;
        var applied = preference.applied(longest, false);
        if (applied != null) {
            response.setHeader("Preference-Applied", applied);
            if (found.state() == State.HELD) {
                entry = awaited(caller, found, preference.longest(longest), http);
            }
        }
        if (entry.state() == State.HELD) {
            return GenerationBody.of(entry, caller.isAdmin());
        }
        var completed = StoredResults.of(entry);
        return switch (completed.result()) {
            case Failed failed -> GenerationBody.of(entry, caller.isAdmin(), null, failed.problem());
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
        if (format == ResponseFormat.B64_JSON) {
            memory.reserve(caller.id(), succeeded.images().size());
        }
        // images may have to be fetched, which takes as much as waiting does
        try (var _ = await(caller, http)) {
            return GenerationBody.of(entry, caller.isAdmin(), renderer.result(completed, succeeded, format), null);
        } catch (GatewayException lost) {
            var problem = lost.problem();
            if (problem.type() == ProblemType.RESULT_LOST) {
                return GenerationBody.of(entry, caller.isAdmin(), null, problem);
            }
            // this is a GET: to send it again costs nothing
            throw problem.recognised(true)
                    .retryAfter(ResponseRenderer.DELIVERY_RETRY_AFTER)
                    .asException();
        }
    }

    private Entry awaited(Client caller, Entry found, Duration wait, HttpServletRequest http) {
        var deadline = ResultAwaiter.deadline(System.nanoTime(), wait);
        try (var _ = await(caller, http)) {
            // by this process's own word where it has one; the books' is the one that is shown
            return results.await(found.id(), deadline)
                    .flatMap(_ -> results.awaitEntry(found.id(), deadline))
                    .orElse(found);
        }
    }

    private GenerationLimits.Place await(Client caller, HttpServletRequest http) {
        return limits.await(caller, "get-" + UUID.randomUUID(), http);
    }
}
