package dev.imagegateway.generation;

import dev.imagegateway.delivery.ImageDelivery;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Credits;
import dev.imagegateway.image.ImageGenerationResponse;
import dev.imagegateway.image.ResponseFormat;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.Reuse;
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

/** What a caller is told: images, what became of them, or where to look. */
@Component
final class Answers {

    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private static final String PREFERENCE_APPLIED = "Preference-Applied";

    /** Characters; a URL that holds its image has far more. */
    private static final int LONGEST_SMALL = 4096;

    private static final Duration SOON = Duration.ofSeconds(1);

    /** Images that could not be fetched may be there. */
    static final Duration LATER = Duration.ofSeconds(5);

    private final ImageDelivery delivery;
    private final Ledger ledger;
    private final ReplayMetrics metrics;
    private final JsonMapper json;
    private final Duration responseTimeout;

    Answers(
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
    void introduce(Admitted admitted, HttpServletResponse response) {
        // null takes away the name that the request's own generation would have had
        response.setHeader("X-Generation-Id", admitted.isSomebodyElses() ? null : admitted.id());
        if (admitted.by() == Reuse.SEEDED) {
            response.setHeader("X-Cache", admitted.hadEnded() ? "hit" : "joined");
        } else if (admitted.by() != null) {
            response.setHeader("Idempotency-Replayed", "true");
        } else if (admitted.isSeeded()) {
            response.setHeader("X-Cache", "miss");
        }
        if (!admitted.isOwn()) {
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
    ResponseEntity<?> ended(Order order, Admitted admitted, Ended ended, long started, HttpServletResponse response)
            throws IOException {
        if (!ended.settled()) {
            // the images are paid for and here; the books follow when their store is back
            response.setHeader("X-Settlement", "pending");
        }
        if (admitted.isOwn()) {
            ended.result()
                    .money()
                    .credits()
                    .ifPresent(credits -> response.setHeader("X-Credits-Used", Long.toString(credits)));
        }
        applied(order, response);
        return switch (ended.result()) {
            case Succeeded succeeded -> succeeded(order, admitted, ended, succeeded, started, response);
            case Failed failed -> throw told(failed.problem(), order, admitted);
        };
    }

    private @Nullable ResponseEntity<?> succeeded(
            Order order,
            Admitted admitted,
            Ended ended,
            Succeeded succeeded,
            long started,
            HttpServletResponse response)
            throws IOException {
        var generated = System.nanoTime();
        var format = order.request().responseFormat();
        List<ImageGenerationResponse.Image> images;
        try {
            images = isAgain(admitted)
                    ? imagesAgain(succeeded, ended, format)
                    : delivery.render(succeeded.images(), ended.at(), format);
        } catch (GatewayException lost) {
            if (lost.problem().type() == ProblemType.DELIVERY_FAILED) {
                notDelivered(order, admitted);
            }
            throw told(lost.problem(), order, admitted);
        }
        metrics.succeeded(admitted);
        // an own generation counts as answered from its end on, but its images as base64 may take longer
        if (admitted.by() == Reuse.RETRY
                || (admitted.isOwn() && order.retryCount() != null && format == ResponseFormat.B64_JSON)) {
            ledger.answered(ended.id());
        }
        metrics.saved(order, admitted, succeeded);
        // what another request has paid for costs this one nothing; a repetition is told what its own one cost
        var cost = admitted.by() == Reuse.SEEDED || admitted.isSomebodyElses()
                ? new Credits(0)
                : succeeded.cost().credits();
        var answer = ImageGenerationResponse.of(ended.at(), images, ended.seed(), cost);
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
    private void notDelivered(Order order, Admitted admitted) {
        var count = order.retryCount();
        if (count != null && (admitted.isOwn() || admitted.by() == Reuse.RETRY)) {
            try {
                ledger.notDelivered(admitted.id(), count);
            } catch (GatewayException e) {
                log.warn(
                        "The ledger could not note that generation {} was not delivered. Its retries find it only for"
                                + " gateway.replay.answered-window after its end.",
                        admitted.id(),
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
    private static boolean isAgain(Admitted admitted) {
        return admitted.by() != null && admitted.by() != Reuse.SEEDED;
    }

    /** @throws GatewayException {@code result-lost} for images that are not served any more */
    private List<ImageGenerationResponse.Image> imagesAgain(Succeeded succeeded, Ended ended, ResponseFormat format) {
        // base64 is fetched, which shows whether they are there
        if (format == ResponseFormat.URL && delivery.isGone(succeeded.images(), ended.at(), format)) {
            throw ImageDelivery.lost(succeeded.images()).asException();
        }
        return delivery.render(succeeded.images(), ended.at(), format);
    }

    /** The body that a generation's own answer had, for those who ask for it by its id. */
    ImageGenerationResponse result(Ended ended, Succeeded succeeded, ResponseFormat format) {
        return ImageGenerationResponse.of(
                ended.at(),
                imagesAgain(succeeded, ended, format),
                ended.seed(),
                succeeded.cost().credits());
    }

    /**
     * It has not ended, and nobody waits any longer.
     *
     * @throws GatewayException {@code still-generating} or {@code idempotency-in-progress}, unless that was wished for
     */
    ResponseEntity<Accepted> pending(Order order, Admitted admitted, HttpServletResponse response) {
        metrics.pending(admitted);
        var applied = order.preference().applied(responseTimeout, true);
        if (order.preference().isAsync() && !admitted.isSomebodyElses()) {
            var accepted = ResponseEntity.accepted()
                    .header(HttpHeaders.LOCATION, location(admitted))
                    .cacheControl(CacheControl.noStore());
            if (applied != null) {
                accepted.header(PREFERENCE_APPLIED, applied);
            }
            return accepted.body(new Accepted("generation", admitted.id(), "held"));
        }
        applied(order, response);
        var problem = admitted.by() == Reuse.IDEMPOTENCY_KEY
                ? Problem.of(
                        ProblemType.IDEMPOTENCY_IN_PROGRESS,
                        "The request with this Idempotency-Key has not ended; send it again to wait for its images.")
                : Problem.of(
                        ProblemType.STILL_GENERATING,
                        "The images are still being made. GET the path in Location, with Prefer: wait=30 to wait there,"
                                + " until its state is no longer held.");
        var located = located(problem, order, admitted);
        // not where a repetition would pay again: it must not look like an invitation
        throw (located.mayBeRepeated() ? located.retryAfter(SOON) : located).asException();
    }

    private GatewayException told(Problem problem, Order order, Admitted admitted) {
        metrics.failed(admitted, problem.type());
        var located = located(problem, order, admitted);
        return (problem.type() == ProblemType.DELIVERY_FAILED && located.mayBeRepeated()
                        ? located.retryAfter(LATER)
                        : located)
                .asException();
    }

    private void applied(Order order, HttpServletResponse response) {
        var applied = order.preference().applied(responseTimeout, false);
        if (applied != null) {
            response.setHeader(PREFERENCE_APPLIED, applied);
        }
    }

    private Problem located(Problem problem, Order order, Admitted admitted) {
        var recognised = problem.recognised(order.isRecognisable());
        return isLocated(problem.type()) && !admitted.isSomebodyElses()
                ? recognised.withHeader(HttpHeaders.LOCATION, location(admitted))
                : recognised;
    }

    /** Whether an error names the path of its generation, where its caller learns more. */
    static boolean isLocated(ProblemType type) {
        return switch (type) {
            case STILL_GENERATING, IDEMPOTENCY_IN_PROGRESS, OUTCOME_UNKNOWN, RESULT_LOST, DELIVERY_FAILED -> true;
            default -> false;
        };
    }

    private static String location(Admitted admitted) {
        return GenerationController.PATH + "/" + admitted.id();
    }

    /** Milliseconds, as the header's definition has them. */
    private static String timing(String step, long from, long to) {
        var tenths = (to - from) / 100_000;
        return step + ";dur=" + tenths / 10 + "." + tenths % 10;
    }
}
