package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationHandle.Completed;
import dev.imagegateway.generation.GenerationHandle.Earlier;
import dev.imagegateway.generation.GenerationHandle.Own;
import dev.imagegateway.generation.GenerationResponse.Accepted;
import dev.imagegateway.generation.GenerationResponse.Failure;
import dev.imagegateway.generation.GenerationResponse.Images;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Credits;
import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.images.BlockedImages;
import dev.imagegateway.images.ImageDelivery;
import dev.imagegateway.images.RenderOptions;
import dev.imagegateway.images.RenderedImages;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Creates the response from a generation's result: images in the requested format, or a problem. */
@Component
final class ResultDelivery {

    private static final Logger log = LoggerFactory.getLogger(ResultDelivery.class);

    private static final Duration PENDING_RETRY_AFTER = Duration.ofSeconds(1);

    /** Images that could not be fetched may be available after this time. */
    static final Duration DELIVERY_RETRY_AFTER = Duration.ofSeconds(5);

    private final ImageDelivery delivery;
    private final BlockedImages blocked;
    private final Ledger ledger;
    private final ReplayMetrics metrics;

    ResultDelivery(ImageDelivery delivery, BlockedImages blocked, Ledger ledger, ReplayMetrics metrics) {
        this.delivery = delivery;
        this.blocked = blocked;
        this.ledger = ledger;
        this.metrics = metrics;
    }

    /** Whether images that a seed has found are not served any more, so that the seed makes them again. */
    boolean isToBeMadeAgain(AcceptedRequest request, Completed found) {
        return found.by() == MatchKind.SEEDED
                && found.result().result() instanceof Succeeded succeeded
                && delivery.isGone(
                        succeeded.images(), found.result().at(), request.image().responseFormat());
    }

    /** Creates the response for a generation that has ended. */
    GenerationResponse deliver(
            AcceptedRequest request, GenerationHandle handle, CompletedGeneration completed, ResponseHeaders headers) {
        if (!completed.isStored()) {
            headers.settlementPending();
        }
        if (handle instanceof Own) {
            completed.result().money().credits().ifPresent(headers::credits);
        }
        headers.preferenceApplied(request.preference().applied(false));
        return switch (completed.result()) {
            case Succeeded succeeded -> succeeded(request, handle, completed, succeeded, headers);
            case Failed failed -> failed(failed.problem(), request, handle, headers);
        };
    }

    private GenerationResponse succeeded(
            AcceptedRequest request,
            GenerationHandle handle,
            CompletedGeneration completed,
            Succeeded succeeded,
            ResponseHeaders headers) {
        var generated = System.nanoTime();
        var format = request.image().responseFormat();
        var options = RenderOptions.of(request.client(), format, request.baseUrl());
        RenderedImages rendered;
        try {
            rendered = mayBeOld(handle)
                    ? delivery.renderAgain(succeeded.images(), completed.at(), options)
                    : delivery.render(succeeded.images(), completed.at(), options);
        } catch (GatewayException failure) {
            if (failure.problem().type() == ProblemType.DELIVERY_FAILED) {
                notDelivered(request, handle);
            }
            return failed(failure.problem(), request, handle, headers);
        }
        metrics.succeeded(handle);
        // an own generation counts as delivered when it ends, but its base64 images may take longer
        if (isRetry(handle)
                || (handle instanceof Own && request.countedTry() != null && format == ResponseFormat.B64_JSON)) {
            ledger.markDelivered(completed.id());
        }
        metrics.saved(request, handle, succeeded);
        var known = handle instanceof Own
                ? blocked.ofNew(request.client(), succeeded.images(), succeeded.metadata(), rendered.images())
                : blocked.of(succeeded.images(), succeeded.metadata(), rendered.images());
        headers.imageStore(rendered.store());
        headers.timing(request.startedNanos(), generated, System.nanoTime());
        return new Images(
                ImageGenerationResponse.of(
                        completed.at(),
                        rendered.images(),
                        known,
                        completed.seed(),
                        cost(handle, succeeded),
                        succeeded.metadata()),
                headers);
    }

    /** A seeded match or another client's generation costs 0. A repeated request reports what it originally cost. */
    private static Credits cost(GenerationHandle handle, Succeeded succeeded) {
        return handle instanceof Earlier earlier && (earlier.by() == MatchKind.SEEDED || earlier.isAnothers())
                ? new Credits(0)
                : succeeded.cost().credits();
    }

    /**
     * Notes in the ledger that the images were paid for and not delivered. Retries of the request then find them for as
     * long as those of a request that nobody waited for. The response is sent after the ledger has stored this.
     */
    private void notDelivered(AcceptedRequest request, GenerationHandle handle) {
        var count = request.countedTry();
        if (count != null && (handle instanceof Own || isRetry(handle))) {
            try {
                ledger.markNotDelivered(handle.id(), count);
            } catch (GatewayException e) {
                log.warn(
                        "The ledger could not note that generation {} was not delivered. Its retries find it only for"
                                + " gateway.replay.answered-window after its end.",
                        handle.id(),
                        e);
            }
        }
    }

    private static boolean isRetry(GenerationHandle handle) {
        return handle instanceof Earlier earlier && earlier.by() == MatchKind.RETRY;
    }

    /**
     * Whether the images may be old. A seeded match was already checked when it was found, and an own generation is
     * new.
     */
    private static boolean mayBeOld(GenerationHandle handle) {
        return handle instanceof Earlier earlier && earlier.by() != MatchKind.SEEDED;
    }

    /**
     * Returns the body that the generation's original response had, for a query by id.
     *
     * @param headers those of the response to the query
     * @throws GatewayException {@code result-lost} or {@code delivery-failed}
     */
    ImageGenerationResponse result(
            CompletedGeneration completed, Succeeded succeeded, RenderOptions options, ResponseHeaders headers) {
        var rendered = delivery.renderAgain(succeeded.images(), completed.at(), options);
        headers.imageStore(rendered.store());
        return ImageGenerationResponse.of(
                completed.at(),
                rendered.images(),
                blocked.of(succeeded.images(), succeeded.metadata(), rendered.images()),
                completed.seed(),
                succeeded.cost().credits(),
                succeeded.metadata());
    }

    /**
     * Creates the response for a caller that stops waiting before the generation has ended: 202 if the caller asked for
     * it, otherwise {@code still-generating} or {@code idempotency-in-progress}.
     */
    GenerationResponse pending(AcceptedRequest request, GenerationHandle handle, ResponseHeaders headers) {
        metrics.pending(handle);
        var isAccepted = request.preference().isAsync() && !handle.isAnothers();
        headers.preferenceApplied(request.preference().applied(isAccepted));
        if (isAccepted) {
            if (request.isAwaited() && request.countedTry() != null && (handle instanceof Own || isRetry(handle))) {
                // the 202 is the answer: its caller asks by id from here on, and does not send the request again
                ledger.markDelivered(handle.id());
            }
            return new Accepted(handle.id(), headers);
        }
        if (handle.isAnothers()) {
            // there is no Location for it, and to send the request again costs nothing
            return new Failure(
                    Problem.of(
                                    ProblemType.STILL_GENERATING,
                                    "The images are still being made for an equal request; send yours again to wait for"
                                            + " them.")
                            .recognised(true)
                            .retryAfter(PENDING_RETRY_AFTER),
                    headers);
        }
        var problem = handle instanceof Earlier earlier && earlier.by() == MatchKind.IDEMPOTENCY_KEY
                ? Problem.of(
                        ProblemType.IDEMPOTENCY_IN_PROGRESS,
                        "The request with this Idempotency-Key has not ended; send it again to wait for its images.")
                : Problem.of(
                        ProblemType.STILL_GENERATING,
                        "The images are still being made. GET the path in Location, with Prefer: wait=30 to wait there,"
                                + " until its state is no longer held.");
        var located = located(problem, request, handle);
        // no Retry-After if a repetition would be billed again, because clients take the header as a prompt to retry
        return new Failure(located.mayBeRepeated() ? located.retryAfter(PENDING_RETRY_AFTER) : located, headers);
    }

    /**
     * The answer when the gateway itself fails after the generation was found or begun. It is not {@code internal-error}:
     * the images may be paid for, and some clients retry every 500.
     */
    GenerationResponse lost(
            AcceptedRequest request, GenerationHandle handle, RuntimeException failure, ResponseHeaders headers) {
        if (handle instanceof Earlier && failure instanceof GatewayException unavailable) {
            // nothing was sent for this request, and to repeat it costs nothing
            return failed(unavailable.problem(), request, handle, headers);
        }
        log.error("The result of generation {} could not be delivered", handle.id(), failure);
        return failed(
                Problem.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "The gateway failed to deliver the result; the images may have been made and billed."),
                request,
                handle,
                headers);
    }

    private GenerationResponse failed(
            Problem problem, AcceptedRequest request, GenerationHandle handle, ResponseHeaders headers) {
        metrics.failed(handle, problem.type());
        if (problem.type() == ProblemType.DELIVERY_FAILED && handle.isAnothers()) {
            // there is no Location for it, and to send the request again costs nothing
            return new Failure(
                    Problem.of(
                                    ProblemType.DELIVERY_FAILED,
                                    "The images exist, but one could not be fetched now to be sent as base64. Send the"
                                            + " request again, or ask for response_format url.")
                            .recognised(true)
                            .retryAfter(DELIVERY_RETRY_AFTER),
                    headers);
        }
        var located = located(problem, request, handle);
        return new Failure(
                problem.type() == ProblemType.DELIVERY_FAILED && located.mayBeRepeated()
                        ? located.retryAfter(DELIVERY_RETRY_AFTER)
                        : located,
                headers);
    }

    private static Problem located(Problem problem, AcceptedRequest request, GenerationHandle handle) {
        var recognised = problem.recognised(request.isRecognisable());
        return problem.type().namesGeneration() && !handle.isAnothers()
                ? recognised.withHeader(HttpHeaders.LOCATION, GenerationController.location(handle.id()))
                : recognised;
    }
}
