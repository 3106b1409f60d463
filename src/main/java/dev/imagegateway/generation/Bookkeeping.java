package dev.imagegateway.generation;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.generation.GenerationResult.Failed;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Cost;
import dev.imagegateway.image.Cost.Source;
import dev.imagegateway.image.Credits;
import dev.imagegateway.images.BlockedImages;
import dev.imagegateway.images.ImageKeeper;
import dev.imagegateway.ledger.AttemptRecord;
import dev.imagegateway.ledger.BudgetBalance;
import dev.imagegateway.ledger.BudgetExhausted;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.CompletionDetails;
import dev.imagegateway.ledger.Hold;
import dev.imagegateway.ledger.HoldRequest;
import dev.imagegateway.ledger.HoldResult;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.ledger.NewImage;
import dev.imagegateway.ledger.ObservedPrices;
import dev.imagegateway.model.Price;
import dev.imagegateway.model.Pricing;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.telemetry.Tracing;
import dev.imagegateway.upstream.AimlImageClient;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.GenerationAttempts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes generations to the ledger: the hold before sending, and the settlement or release afterwards. */
@Component
final class Bookkeeping {

    private static final Logger log = LoggerFactory.getLogger(Bookkeeping.class);

    /** Allowance for the time between the hold and the first attempt. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration STOPPING_RETRY_AFTER = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final HoldPrices prices;
    private final ObservedPrices observed;
    private final BillingClient vendor;
    private final OutcomeReader outcomes;
    private final ImageKeeper keeper;
    private final BlockedImages blocked;
    private final GenerationMetrics metrics;
    private final Tracing tracing;
    private final Duration sendWithin;
    private final Duration answerWithin;
    private final Counter stalePrices;

    Bookkeeping(
            Ledger ledger,
            HoldPrices prices,
            ObservedPrices observed,
            AimlImageClient upstream,
            BillingClient vendor,
            OutcomeReader outcomes,
            ImageKeeper keeper,
            BlockedImages blocked,
            GenerationMetrics metrics,
            Tracing tracing,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.prices = prices;
        this.observed = observed;
        this.vendor = vendor;
        this.outcomes = outcomes;
        this.keeper = keeper;
        this.blocked = blocked;
        this.metrics = metrics;
        this.tracing = tracing;
        this.sendWithin = upstream.timeout().plus(GRACE);
        this.answerWithin = sendWithin.plus(upstream.attemptTimeout());
        this.stalePrices = Counter.builder("image.gateway.catalogue.price.exceeded")
                .description("Generations that cost more than the catalogue says: its price is stale")
                .register(meters);
    }

    /** Holds the price of a request and claims its keys; see {@link Ledger#hold}. */
    HoldResult hold(AcceptedRequest accepted, Claims claims) {
        var request = accepted.image();
        metrics.held(accepted);
        return ledger.hold(new HoldRequest(
                accepted.generationId(),
                accepted.client(),
                new HoldRequest.Details(
                        request.user(),
                        request.model().id(),
                        request.imagesAsked(),
                        request.estimate().units(),
                        request.size(),
                        request.steps(),
                        accepted.seed(),
                        accepted.lookup().requestHash(),
                        ledger.keepsPrompts() ? storable(request.prompt()) : null,
                        accepted.origin().requestId()),
                price(accepted),
                new HoldRequest.SendWindow(vendor.keys(), sendWithin, answerWithin),
                claims));
    }

    /** Replaces NUL characters. JSON strings may contain them, PostgreSQL's text type may not. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** Returns the problem for a request that exceeds a budget, and counts it as a failed generation. */
    Problem exhausted(AcceptedRequest request, BudgetExhausted exhausted) {
        var refusal = refusal(request, exhausted);
        metrics.ended(request, new Failed(refusal, new BillingStatus.Unsent()));
        return refusal;
    }

    private Problem refusal(AcceptedRequest request, BudgetExhausted exhausted) {
        var price = price(request);
        var owner = exhausted.ofOperator() ? "The gateway's" : "Your";
        var period = exhausted.period().label();
        var budget = BudgetBalance.of(
                exhausted.ofOperator() ? null : request.client().id(),
                exhausted.period(),
                exhausted.limit(),
                exhausted.spent(),
                exhausted.held(),
                exhausted.resetsAt());
        return Problem.of(
                        ProblemType.BUDGET_EXHAUSTED,
                        String.format(
                                Locale.ROOT,
                                "%s budget of %d credits for this %s has %d spent and %d held; this request costs %d."
                                        + " It is whole again at %s. Nothing was sent or billed.",
                                owner,
                                exhausted.limit(),
                                period,
                                exhausted.spent(),
                                exhausted.held(),
                                price.amount(),
                                exhausted.resetsAt()))
                .with("budget", budget)
                .with("price", Price.of(price, request.image().estimate()));
    }

    /** Records the outcome of a generation's attempts: settled with its cost, released, or unknown. */
    CompletableFuture<CompletedGeneration> settle(InFlightGeneration generation, GenerationAttempts attempts) {
        var result = outcomes.read(generation.request(), attempts);
        generation.attempted(attempts, result);
        var span = tracing.begin("settle");
        return images(generation, result)
                .thenCompose(images -> end(generation, attempts, result, images)
                        .whenComplete(
                                (_, failure) -> generation.scope().within(() -> keep(generation, images, failure)))
                        .thenApply(isStored -> generation.completed(result, isStored)))
                .whenComplete((completed, failure) -> ended(span, completed, failure));
    }

    private void keep(InFlightGeneration generation, List<NewImage> images, @Nullable Throwable failure) {
        if (failure == null) {
            keeper.begin(generation.id(), images, generation.hold().endedAt());
        } else {
            keeper.discard(generation.id(), images);
        }
    }

    private static void ended(Span span, @Nullable CompletedGeneration completed, @Nullable Throwable failure) {
        Tracing.end(span, () -> {
            if (failure != null) {
                Tracing.failed(span, failure.getClass().getName());
            } else if (completed != null) {
                span.tag("gateway.stored", completed.isStored());
            }
        });
    }

    private CompletableFuture<List<NewImage>> images(InFlightGeneration generation, GenerationResult result) {
        if (!(result instanceof Succeeded succeeded)) {
            return CompletableFuture.completedFuture(List.of());
        }
        var stated = succeeded.metadata().nsfwConcepts(succeeded.images().size());
        return keeper.prepare(generation.id(), succeeded.images(), stated).thenApply(images -> {
            blocked.count(generation.request().client(), stated, images);
            return images;
        });
    }

    private CompletableFuture<Boolean> end(
            InFlightGeneration generation,
            GenerationAttempts attempts,
            GenerationResult result,
            List<NewImage> images) {
        var hold = generation.hold();
        var trace = attempts.outcome().trace();
        var details = new CompletionDetails(
                result.outcome(),
                attempts.posts(),
                attempts.keyPrefix(),
                trace.inferenceId(),
                trace.requestId(),
                attempts.outcome() instanceof Answered answered
                        ? answered.images().size()
                        : 0,
                result instanceof Succeeded succeeded ? StoredResults.urls(succeeded, !images.isEmpty()) : null,
                generation.isAwaited(),
                images,
                log(attempts));
        return switch (result.money()) {
            case BillingStatus.Spent spent -> {
                compare(generation.request(), details, hold.credits(), spent.cost());
                yield hold.settle(spent.cost(), details);
            }
            case BillingStatus.Unsent _ -> hold.releaseUnsent(details);
            case BillingStatus.Refused _ -> hold.releaseRefused(details);
            case BillingStatus.Unknown _ -> hold.unknown(details);
        };
    }

    /** Releases a hold because the gateway is shutting down and will not send the request. */
    Problem stopping(Hold hold) {
        var _ = hold.releaseUnsent(CompletionDetails.unsent(ProblemType.UPSTREAM_UNAVAILABLE.code()));
        return Problem.of(ProblemType.UPSTREAM_UNAVAILABLE, "The gateway is stopping; nothing was sent.")
                .retryAfter(STOPPING_RETRY_AFTER);
    }

    /** Records a generation that failed inside the gateway as unknown, because it may have been sent. */
    CompletableFuture<CompletedGeneration> lost(InFlightGeneration generation, Throwable failure) {
        // not internal-error: the request may have been sent, and some clients retry every 500
        log.error("{} failed in the gateway and may have been billed", generation.id(), failure);
        generation.failed(failure);
        var lost = Problem.of(
                ProblemType.OUTCOME_UNKNOWN, "The gateway failed; the images may have been made and billed.");
        return generation
                .hold()
                .unknown(CompletionDetails.unknown(ProblemType.OUTCOME_UNKNOWN.code()))
                .thenApply(isStored -> generation.completed(new Failed(lost, new BillingStatus.Unknown()), isStored));
    }

    private static List<AttemptRecord> log(GenerationAttempts attempts) {
        return attempts.log().stream()
                .map(attempt -> new AttemptRecord(
                        attempt.id(),
                        attempt.outcome().label(),
                        attempt.outcome().status(),
                        attempt.reason(),
                        attempt.startedAt(),
                        attempt.lasted().toMillis(),
                        attempt.keyPrefix(),
                        attempt.trace().inferenceId(),
                        attempt.trace().requestId()))
                .toList();
    }

    private Credits price(AcceptedRequest request) {
        return prices.of(request.image());
    }

    private void compare(AcceptedRequest request, CompletionDetails facts, Credits held, Cost cost) {
        if (cost.source() != Source.CATALOGUE) {
            var estimate = request.image().estimate();
            observed.stated(
                    request.image().model().id(),
                    estimate.unit().label(),
                    estimate.units(),
                    Objects.requireNonNullElse(facts.imagesDelivered(), 0)
                            < request.image().imagesAsked(),
                    cost.credits());
        }
        if (cost.credits().amount()
                > held.amount() + Pricing.ROUNDING * request.image().imagesAsked()) {
            stalePrices.increment();
            log.warn(
                    "{} cost {} credits and {} were held: the catalogue's price of {} is stale",
                    request.generationId(),
                    cost.credits().amount(),
                    held.amount(),
                    request.image().model().id());
        }
    }
}
