package dev.imagegateway.generation;

import dev.imagegateway.delivery.Base64Memory;
import dev.imagegateway.delivery.ImageDelivery;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.ratelimit.GenerationLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Handles one request for images: finds or starts its generation, waits for the result and renders the answer. */
@Component
final class GenerationExchange {

    /** For a result that is there already, and has only to be read. */
    private static final Duration RESULT_READ_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LEDGER_RETRY_AFTER = Duration.ofSeconds(5);

    private final Admission admission;
    private final ResultAwaiter results;
    private final ImageDelivery delivery;
    private final ResponseRenderer renderer;
    private final GenerationLimits limits;
    private final Base64Memory memory;
    private final Duration responseTimeout;

    GenerationExchange(
            Admission admission,
            ResultAwaiter results,
            ImageDelivery delivery,
            ResponseRenderer renderer,
            GenerationLimits limits,
            Base64Memory memory,
            WaitingProperties properties) {
        this.admission = admission;
        this.results = results;
        this.delivery = delivery;
        this.renderer = renderer;
        this.limits = limits;
        this.memory = memory;
        this.responseTimeout = properties.responseTimeout();
    }

    /** What there is to answer with: the generation, and its end if that came in time. */
    private record Told(GenerationHandle handle, Optional<CompletedGeneration> completed) {}

    /**
     * Answers a request.
     *
     * @return null where the answer is written already
     * @throws GatewayException whatever else there is to answer
     * @throws IOException when the caller hung up
     */
    @Nullable
    ResponseEntity<?> answer(AcceptedRequest accepted, HttpServletRequest http, HttpServletResponse response)
            throws IOException {
        var started = System.nanoTime();
        var told = wait(accepted, started, http, response);
        return told.completed().isPresent()
                ? renderer.ended(accepted, told.handle(), told.completed().get(), started, response)
                : renderer.pending(accepted, told.handle(), response);
    }

    private Told wait(AcceptedRequest accepted, long started, HttpServletRequest http, HttpServletResponse response) {
        var wait = accepted.preference().longest(responseTimeout);
        try (var _ = entered(accepted, http)) {
            var handle = admission.admit(accepted, null, http, response);
            var found = isHit(handle) ? read(handle) : null;
            if (found != null && isGone(found, accepted.request().responseFormat())) {
                handle = admission.admit(accepted, found.id(), http, response);
            }
            handle = admission.named(accepted, handle);
            renderer.introduce(handle, response);
            var deadline = ResultAwaiter.deadline(started, wait);
            var flight = handle.flight();
            if (found != null && found.id().equals(handle.id())) {
                return new Told(handle, Optional.of(found));
            }
            if (flight == null) {
                return new Told(
                        handle, handle.hadEnded() ? Optional.of(read(handle)) : results.await(handle.id(), deadline));
            }
            return new Told(handle, accepted.isUnwaited() ? Optional.empty() : results.awaitOwn(flight, deadline));
        }
    }

    private GenerationLimits.Place entered(AcceptedRequest accepted, HttpServletRequest http) {
        try {
            var request = accepted.request();
            // also for who does not wait: an earlier request's images may be there already
            if (request.responseFormat() == ResponseFormat.B64_JSON) {
                memory.reserve(accepted.client().id(), request.imagesAsked());
            }
            return limits.await(accepted.client(), accepted.generation().id(), http);
        } catch (GatewayException refused) {
            admission.refusedUnseen(accepted);
            throw refused;
        }
    }

    /** What has ended needs no waiting, however short the caller's wait is. */
    private CompletedGeneration read(GenerationHandle handle) {
        return results.await(handle.id(), ResultAwaiter.deadline(System.nanoTime(), RESULT_READ_TIMEOUT))
                .orElseThrow(() -> Problem.of(
                                ProblemType.LEDGER_UNAVAILABLE,
                                "An earlier request has paid for this answer, but the gateway's books do not tell it now;"
                                        + " try again later.")
                        .retryAfter(LEDGER_RETRY_AFTER)
                        .asException());
    }

    private static boolean isHit(GenerationHandle handle) {
        return handle.by() == MatchKind.SEEDED && handle.hadEnded();
    }

    private boolean isGone(CompletedGeneration completed, ResponseFormat format) {
        return completed.result() instanceof Succeeded succeeded
                && delivery.isGone(succeeded.images(), completed.at(), format);
    }
}
