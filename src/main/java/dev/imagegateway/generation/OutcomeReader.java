package dev.imagegateway.generation;

import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Cost.Source;
import dev.imagegateway.image.Credits;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.ledger.ImageRecord;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import dev.imagegateway.upstream.GenerationAttempts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Maps the outcome of the attempts to the caller's result and to the operator's log. */
@Component
final class OutcomeReader {

    private static final Logger log = LoggerFactory.getLogger(OutcomeReader.class);

    /** The upstream documents neither limits nor retry times. This guess spreads callers out a little. */
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

    /** The wait after a block by an intermediary that names no time. Such blocks do not end within seconds. */
    private static final Duration AFTER_A_BLOCK = Duration.ofSeconds(30);

    private static final Problem PROVIDER_ACCOUNT = Problem.of(
            ProblemType.PROVIDER_ACCOUNT, "The gateway's operators have to see to their account; nothing was billed.");

    private final HoldPrices prices;
    private final Counter surplus;

    OutcomeReader(HoldPrices prices, MeterRegistry meters) {
        this.prices = prices;
        this.surplus = Counter.builder("image.gateway.images.surplus")
                .description("Images that the upstream sent beyond those asked for, and that were dropped")
                .register(meters);
    }

    GenerationResult read(AcceptedRequest request, GenerationAttempts attempts) {
        return switch (attempts.outcome()) {
            case Answered answered -> answered(request, answered);
            case NotSent notSent
            when attempts.wasRefused() -> {
                log.warn(
                        "{} was refused and not sent again: {} ({})",
                        request.generationId(),
                        notSent.reason(),
                        notSent.detail());
                yield new Failed(unsent(notSent, "Nothing was billed"), new BillingStatus.Refused());
            }
            case NotSent notSent -> {
                log.warn("{} was not sent: {} ({})", request.generationId(), notSent.reason(), notSent.detail());
                yield new Failed(unsent(notSent, "Nothing was sent or billed"), new BillingStatus.Unsent());
            }
            case Refused refused -> {
                log.warn(
                        "{} was refused with {} ({}{}, {})",
                        request.generationId(),
                        refused.status(),
                        refused.kind().label(),
                        refused.name().isEmpty() ? "" : ", " + refused.name(),
                        refused.trace());
                // the message may quote the prompt
                log.debug("{} was refused: {}", request.generationId(), refused.message());
                yield new Failed(refusal(refused), new BillingStatus.Refused());
            }
            case Intercepted intercepted -> {
                // operators get a warning where interceptions are counted, not one for each request
                log.info(
                        "{} was refused with {} by {}, before AIML saw it",
                        request.generationId(),
                        intercepted.status(),
                        intercepted.by());
                yield new Failed(interception(intercepted), new BillingStatus.Refused());
            }
            case Unknown unknown -> {
                log.error("{} may have been billed: {}", request.generationId(), unknown.reason());
                yield new Failed(
                        Problem.of(
                                ProblemType.OUTCOME_UNKNOWN,
                                "The upstream did not answer readably; it may have made and billed the images, so the"
                                        + " gateway did not ask again. Sending the request again may pay again."),
                        new BillingStatus.Unknown());
            }
        };
    }

    private GenerationResult answered(AcceptedRequest request, Answered answered) {
        if (answered.images().isEmpty()) {
            log.warn("{} was answered without an image", request.generationId());
            return new Failed(
                    Failed.NO_IMAGE,
                    answered.reportedCost()
                            .<BillingStatus>map(BillingStatus.Spent::new)
                            .orElseGet(BillingStatus.Unknown::new));
        }
        var images = Math.max(request.image().imagesAsked(), answered.images().size());
        var cost = answered.reportedCost().orElseGet(() -> new Cost(catalogueCost(request, images), Source.CATALOGUE));
        var withheld = answered.images().stream()
                .filter(image -> image.withheldUrl() != null)
                .count();
        if (withheld > 0) {
            log.error(
                    "The URLs of {} images of {} contain a key for AIML. They are not given out; replace the key, because"
                            + " whoever keeps these URLs has it.",
                    withheld,
                    request.generationId());
        }
        // debug, because the ledger has the same facts and a line for each request would cost measurable time
        log.debug(
                "{} made {} of {} images for {} credits ({})",
                request.generationId(),
                answered.images().size(),
                request.image().imagesAsked(),
                cost.credits().amount(),
                cost.source().label());
        return new Succeeded(
                named(request, asked(request, answered)),
                answered.metadata().first(request.image().imagesAsked()),
                cost);
    }

    /** The price of the images that were made, if the upstream made more than were asked for. */
    private Credits catalogueCost(AcceptedRequest request, int images) {
        var asked = request.image().imagesAsked();
        return new Credits(
                Math.ceilDiv(Math.multiplyExact(prices.of(request.image()).amount(), images), asked));
    }

    /** Drops images beyond the number requested: callers do not expect them, and no room was reserved for them. */
    private List<GeneratedImage> asked(AcceptedRequest request, Answered answered) {
        var images = answered.images();
        var surplus = images.size() - request.image().imagesAsked();
        if (surplus <= 0) {
            return images;
        }
        this.surplus.increment(surplus);
        log.warn(
                "{} was answered with {} images more than were asked for; they are dropped",
                request.generationId(),
                surplus);
        return List.copyOf(images.subList(0, request.image().imagesAsked()));
    }

    private static List<GeneratedImage> named(AcceptedRequest request, List<GeneratedImage> images) {
        return IntStream.range(0, images.size())
                .mapToObj(i -> images.get(i).keptAs(ImageRecord.id(request.generationId(), i)))
                .toList();
    }

    private static Problem unsent(NotSent notSent, String nothing) {
        return switch (notSent.reason()) {
            case NO_CONNECTION, BREAKER_OPEN, COOLDOWN ->
                Problem.of(ProblemType.UPSTREAM_UNAVAILABLE, nothing + "; try again later.")
                        .retryAfter(notSent.retryAfter().orElse(DEFAULT_RETRY_AFTER));
            case QUEUE_FULL, TOO_LATE ->
                Problem.of(ProblemType.OVERLOADED, "Too many requests wait for the upstream; nothing was billed.")
                        .retryAfter(DEFAULT_RETRY_AFTER);
            case NOT_ALLOWED ->
                Problem.of(
                                ProblemType.LEDGER_UNAVAILABLE,
                                "The gateway could not be sure of its books, so it did not go on; nothing was billed. Try again"
                                        + " later.")
                        .retryAfter(DEFAULT_RETRY_AFTER);
            case NO_KEY -> PROVIDER_ACCOUNT;
        };
    }

    private static Problem interception(Intercepted intercepted) {
        return switch (intercepted.cause()) {
            case RATE ->
                Problem.of(
                                ProblemType.OVERLOADED,
                                "Something on the way to the upstream limits the rate; nothing was billed.")
                        .retryAfter(intercepted.retryAfter().orElse(DEFAULT_RETRY_AFTER));
            case ADDRESS, RULE ->
                Problem.of(
                                ProblemType.UPSTREAM_UNAVAILABLE,
                                "Something on the way to the upstream refused the request; nothing was billed. Try again"
                                        + " later, and tell the gateway's operators if it goes on.")
                        .retryAfter(intercepted.retryAfter().orElse(AFTER_A_BLOCK));
        };
    }

    private static Problem refusal(Refused refused) {
        return switch (refused.kind()) {
            // about the caller's own request, so the caller gets the upstream's message
            case REQUEST -> Problem.of(ProblemType.UPSTREAM_REJECTED, "The upstream says: " + refused.message());
            // about the gateway's account, so only operators get the upstream's message
            case BAD_KEY, OUT_OF_CREDITS, RULE -> PROVIDER_ACCOUNT;
            case LIMIT ->
                Problem.of(ProblemType.OVERLOADED, "The upstream is at its limit; nothing was billed.")
                        .retryAfter(refused.retryAfter().orElse(DEFAULT_RETRY_AFTER));
            case FAILURE, OTHER -> Problem.of(ProblemType.UPSTREAM_FAILED, "The upstream failed; nothing was billed.");
        };
    }
}
