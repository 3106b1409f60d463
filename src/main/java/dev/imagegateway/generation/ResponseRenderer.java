package dev.imagegateway.generation;

import dev.imagegateway.delivery.ImageDelivery;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Credits;
import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.MatchKind;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Renders the answer to a request for images: the images, a problem, or the path of a pending generation. */
@Component
final class ResponseRenderer {

    private static final Logger log = LoggerFactory.getLogger(ResponseRenderer.class);

    private static final String PREFERENCE_APPLIED = "Preference-Applied";

    /** Characters; a URL that holds its image has far more. */
    private static final int LONGEST_SMALL = 4096;

    private static final Duration PENDING_RETRY_AFTER = Duration.ofSeconds(1);

    /** Images that could not be fetched may be there. */
    static final Duration DELIVERY_RETRY_AFTER = Duration.ofSeconds(5);

    private final ImageDelivery delivery;
    private final Ledger ledger;
    private final ReplayMetrics metrics;
    private final JsonMapper json;
    private final Duration responseTimeout;

    ResponseRenderer(
            ImageDelivery delivery,
            Ledger ledger,
            ReplayMetrics metrics,
            JsonMapper json,
            WaitingProperties properties) {
        this.delivery = delivery;
        this.ledger = ledger;
        this.metrics = metrics;
        this.json = json;
        this.responseTimeout = properties.responseTimeout();
    }

    /** A generation as it is accepted, for those who look for its result later. */
    record Accepted(String object, String id, String state) {}

    /** Says which generation it is, before anything can go wrong with it. */
    void introduce(GenerationHandle handle, HttpServletResponse response) {
        // null takes away the name that the request's own generation would have had
        response.setHeader("X-Generation-Id", handle.isSomebodyElses() ? null : handle.id());
        if (handle.by() == MatchKind.SEEDED) {
            response.setHeader("X-Cache", handle.hadEnded() ? "hit" : "joined");
        } else if (handle.by() != null) {
            response.setHeader("Idempotency-Replayed", "true");
        } else if (handle.isSeeded()) {
            response.setHeader("X-Cache", "miss");
        }
        if (!handle.isOwn()) {
            response.setHeader("X-Credits-Used", "0");
        }
    }

    /**
     * Answers with its images.
     *
     * @return null where the answer is written already
     * @throws GatewayException for one without images
     * @throws IOException when the caller hung up
     */
    @Nullable
    ResponseEntity<?> ended(
            AcceptedRequest order,
            GenerationHandle handle,
            CompletedGeneration completed,
            long started,
            HttpServletResponse response)
            throws IOException {
        if (!completed.settled()) {
            // the images are paid for and here; the books follow when their store is back
            response.setHeader("X-Settlement", "pending");
        }
        if (handle.isOwn()) {
            completed
                    .result()
                    .money()
                    .credits()
                    .ifPresent(credits -> response.setHeader("X-Credits-Used", Long.toString(credits)));
        }
        applied(order, response);
        return switch (completed.result()) {
            case Succeeded succeeded -> succeeded(order, handle, completed, succeeded, started, response);
            case Failed failed -> throw told(failed.problem(), order, handle);
        };
    }

    private @Nullable ResponseEntity<?> succeeded(
            AcceptedRequest order,
            GenerationHandle handle,
            CompletedGeneration completed,
            Succeeded succeeded,
            long started,
            HttpServletResponse response)
            throws IOException {
        var generated = System.nanoTime();
        var format = order.request().responseFormat();
        List<ImageGenerationResponse.Image> images;
        try {
            images = isAgain(handle)
                    ? imagesAgain(succeeded, completed, format)
                    : delivery.render(succeeded.images(), completed.at(), format);
        } catch (GatewayException lost) {
            if (lost.problem().type() == ProblemType.DELIVERY_FAILED) {
                notDelivered(order, handle);
            }
            throw told(lost.problem(), order, handle);
        }
        metrics.succeeded(handle);
        // an own generation counts as answered from its end on, but its images as base64 may take longer
        if (handle.by() == MatchKind.RETRY
                || (handle.isOwn() && order.retryCount() != null && format == ResponseFormat.B64_JSON)) {
            ledger.answered(completed.id());
        }
        metrics.saved(order, handle, succeeded);
        // what another request has paid for costs this one nothing; a repetition is told what its own one cost
        var cost = handle.by() == MatchKind.SEEDED || handle.isSomebodyElses()
                ? new Credits(0)
                : succeeded.cost().credits();
        var answer = ImageGenerationResponse.of(completed.at(), images, completed.seed(), cost);
        response.setHeader(
                "Server-Timing",
                timing("generation", started, generated) + ", " + timing("delivery", generated, System.nanoTime()));
        response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
        if (!isSmall(images)) {
            return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
        }
        // what is small goes out with its length and its headers in one write; Spring would ask each of its converters
        var body = json.writeValueAsBytes(answer);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        return null;
    }

    /**
     * The images are paid for and were not handed over, so the retries of this request must find them for as long as
     * those of a request that nobody waited for. The caller gets its answer when the ledger knows.
     */
    private void notDelivered(AcceptedRequest order, GenerationHandle handle) {
        var count = order.retryCount();
        if (count != null && (handle.isOwn() || handle.by() == MatchKind.RETRY)) {
            try {
                ledger.notDelivered(handle.id(), count);
            } catch (GatewayException e) {
                log.warn(
                        "The ledger could not note that generation {} was not delivered. Its retries find it only for"
                                + " gateway.replay.answered-window after its end.",
                        handle.id(),
                        e);
            }
        }
    }

    private static boolean isSmall(List<ImageGenerationResponse.Image> images) {
        for (var image : images) {
            if (image.url() == null || image.url().length() >= LONGEST_SMALL) {
                return false;
            }
        }
        return true;
    }

    /** Whether images may be old; a seed's were looked at when they were found, and all others are new. */
    private static boolean isAgain(GenerationHandle handle) {
        return handle.by() != null && handle.by() != MatchKind.SEEDED;
    }

    /** @throws GatewayException {@code result-lost} for images that are not served any more */
    private List<ImageGenerationResponse.Image> imagesAgain(
            Succeeded succeeded, CompletedGeneration completed, ResponseFormat format) {
        // base64 is fetched, which shows whether they are there
        if (format == ResponseFormat.URL && delivery.isGone(succeeded.images(), completed.at(), format)) {
            throw ImageDelivery.lost(succeeded.images()).asException();
        }
        return delivery.render(succeeded.images(), completed.at(), format);
    }

    /** The body that a generation's own answer had, for those who ask for it by its id. */
    ImageGenerationResponse result(CompletedGeneration completed, Succeeded succeeded, ResponseFormat format) {
        return ImageGenerationResponse.of(
                completed.at(),
                imagesAgain(succeeded, completed, format),
                completed.seed(),
                succeeded.cost().credits());
    }

    /**
     * It has not ended, and nobody waits any longer.
     *
     * @throws GatewayException {@code still-generating} or {@code idempotency-in-progress}, unless that was wished for
     */
    ResponseEntity<Accepted> pending(AcceptedRequest order, GenerationHandle handle, HttpServletResponse response) {
        metrics.pending(handle);
        var applied = order.preference().applied(responseTimeout, true);
        if (order.preference().isAsync() && !handle.isSomebodyElses()) {
            var accepted = ResponseEntity.accepted()
                    .header(HttpHeaders.LOCATION, location(handle))
                    .cacheControl(CacheControl.noStore());
            if (applied != null) {
                accepted.header(PREFERENCE_APPLIED, applied);
            }
            return accepted.body(new Accepted("generation", handle.id(), "held"));
        }
        applied(order, response);
        var problem = handle.by() == MatchKind.IDEMPOTENCY_KEY
                ? Problem.of(
                        ProblemType.IDEMPOTENCY_IN_PROGRESS,
                        "The request with this Idempotency-Key has not ended; send it again to wait for its images.")
                : Problem.of(
                        ProblemType.STILL_GENERATING,
                        "The images are still being made. GET the path in Location, with Prefer: wait=30 to wait there,"
                                + " until its state is no longer held.");
        var located = located(problem, order, handle);
        // not where a repetition would pay again: it must not look like an invitation
        throw (located.mayBeRepeated() ? located.retryAfter(PENDING_RETRY_AFTER) : located).asException();
    }

    private GatewayException told(Problem problem, AcceptedRequest order, GenerationHandle handle) {
        metrics.failed(handle, problem.type());
        var located = located(problem, order, handle);
        return (problem.type() == ProblemType.DELIVERY_FAILED && located.mayBeRepeated()
                        ? located.retryAfter(DELIVERY_RETRY_AFTER)
                        : located)
                .asException();
    }

    private void applied(AcceptedRequest order, HttpServletResponse response) {
        var applied = order.preference().applied(responseTimeout, false);
        if (applied != null) {
            response.setHeader(PREFERENCE_APPLIED, applied);
        }
    }

    private Problem located(Problem problem, AcceptedRequest order, GenerationHandle handle) {
        var recognised = problem.recognised(order.isRecognisable());
        return isLocated(problem.type()) && !handle.isSomebodyElses()
                ? recognised.withHeader(HttpHeaders.LOCATION, location(handle))
                : recognised;
    }

    /** Whether an error names the path of its generation, where its caller learns more. */
    static boolean isLocated(ProblemType type) {
        return switch (type) {
            case STILL_GENERATING, IDEMPOTENCY_IN_PROGRESS, OUTCOME_UNKNOWN, RESULT_LOST, DELIVERY_FAILED -> true;
            default -> false;
        };
    }

    private static String location(GenerationHandle handle) {
        return GenerationController.PATH + "/" + handle.id();
    }

    /** Milliseconds, as the header's definition has them. */
    private static String timing(String step, long from, long to) {
        var tenths = (to - from) / 100_000;
        return step + ";dur=" + tenths / 10 + "." + tenths % 10;
    }
}
