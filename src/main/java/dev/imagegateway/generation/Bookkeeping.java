package dev.imagegateway.generation;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.generation.GenerationResult.Succeeded;
import dev.imagegateway.image.Cost;
import dev.imagegateway.image.ImageSize;
import dev.imagegateway.image.ModelCatalogue;
import dev.imagegateway.ledger.BudgetBalance;
import dev.imagegateway.ledger.Claims;
import dev.imagegateway.ledger.CompletionDetails;
import dev.imagegateway.ledger.Held;
import dev.imagegateway.ledger.Hold;
import dev.imagegateway.ledger.HoldDecision;
import dev.imagegateway.ledger.HoldDecision.BudgetExhausted;
import dev.imagegateway.ledger.Ledger;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.upstream.AimlImageClient;
import dev.imagegateway.upstream.AttemptOutcome;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import dev.imagegateway.upstream.AttemptOutcome.Trace;
import dev.imagegateway.upstream.AttemptOutcome.Unknown;
import dev.imagegateway.upstream.GenerationAttempts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes a generation to the ledger: the hold before it is sent, and its settlement or release after. */
@Component
final class Bookkeeping {

    private static final Logger log = LoggerFactory.getLogger(Bookkeeping.class);

    /** For what lies between the hold and the first attempt. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final ModelCatalogue catalogue;
    private final BillingClient vendor;
    private final Duration sendWithin;
    private final Duration longest;
    private final Counter stalePrices;

    Bookkeeping(
            Ledger ledger,
            ModelCatalogue catalogue,
            AimlImageClient upstream,
            BillingClient vendor,
            MeterRegistry meters) {
        this.ledger = ledger;
        this.catalogue = catalogue;
        this.vendor = vendor;
        this.sendWithin = upstream.timeout().plus(GRACE);
        this.longest = sendWithin.plus(upstream.attemptTimeout());
        this.stalePrices = Counter.builder("catalogue.price.exceeded")
                .description("Generations that cost more than the catalogue says: its price is stale")
                .register(meters);
    }

    /** Sets its price aside; see {@link Ledger#hold}. */
    HoldDecision hold(Generation generation, Claims claims) {
        var request = generation.request();
        return ledger.hold(new Hold(
                generation.id(),
                generation.client(),
                request.user(),
                request.model(),
                request.imagesAsked(),
                size(request.imageSize()),
                request.numInferenceSteps(),
                generation.seed(),
                generation.requestHash(),
                ledger.keepsPrompts() ? storable(request.prompt()) : null,
                generation.requestId(),
                vendor.keys(),
                catalogue.priceOf(request.model(), request.imagesAsked()),
                sendWithin,
                longest,
                claims));
    }

    /** PostgreSQL's texts cannot hold a NUL, which JSON's can. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static @Nullable String size(@Nullable ImageSize size) {
        return switch (size) {
            case null -> null;
            case ImageSize.Preset preset -> preset.wireName();
            case ImageSize.Dimensions dimensions -> dimensions.widthInPixels() + "x" + dimensions.heightInPixels();
        };
    }

    /** What a budget's refusal tells the caller. */
    Problem refusal(Generation generation, BudgetExhausted exhausted) {
        var price = catalogue.priceOf(
                generation.request().model(), generation.request().imagesAsked());
        var whose = exhausted.ofOperator() ? "The gateway's" : "Your";
        var period = exhausted.period().label();
        var budget = BudgetBalance.of(
                exhausted.ofOperator() ? null : generation.client().id(),
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
                                whose,
                                exhausted.limit(),
                                period,
                                exhausted.spent(),
                                exhausted.held(),
                                price.amount(),
                                exhausted.resetsAt()))
                .with("budget", budget)
                .with("price", Price.of(price));
    }

    /**
     * Writes how it ended; tells whether that is on disk.
     *
     * @param isAwaited whether somebody waits for it
     */
    CompletableFuture<Boolean> end(
            Held held, Generation generation, GenerationAttempts attempts, GenerationResult result, boolean isAwaited) {
        var trace = trace(attempts.outcome());
        var facts = new CompletionDetails(
                result.outcome(),
                attempts.posts(),
                attempts.keyPrefix(),
                trace == null ? null : trace.inferenceId(),
                trace == null ? null : trace.requestId(),
                attempts.outcome() instanceof Answered answered
                        ? answered.images().size()
                        : 0,
                result instanceof Succeeded succeeded ? StoredResults.urls(succeeded) : null,
                isAwaited);
        return switch (result.money()) {
            case BillingStatus.Spent spent -> {
                compare(generation, spent.cost());
                yield held.settle(spent.cost(), facts);
            }
            case BillingStatus.Unsent _ -> held.releaseUnsent(facts);
            case BillingStatus.Refused _ -> held.releaseRefused(facts);
            case BillingStatus.Unknown _ -> held.unknown(facts);
        };
    }

    /** It was not sent after all. */
    void unsent(Held held) {
        var _ = held.releaseUnsent(
                CompletionDetails.of(ProblemType.UPSTREAM_UNAVAILABLE.code(), 0, null, null, null, 0));
    }

    /** Nothing is known but that it was under way. */
    CompletableFuture<Boolean> lost(Held held) {
        return held.unknown(CompletionDetails.of(ProblemType.OUTCOME_UNKNOWN.code(), null, null, null, null, null));
    }

    private static @Nullable Trace trace(AttemptOutcome outcome) {
        return switch (outcome) {
            case Answered answered -> answered.trace();
            case Refused refused -> refused.trace();
            case Unknown unknown -> unknown.trace();
            case Intercepted _, NotSent _ -> null;
        };
    }

    private void compare(Generation generation, Cost cost) {
        var price = catalogue.priceOf(
                generation.request().model(), generation.request().imagesAsked());
        if (cost.credits().amount() > price.amount()) {
            stalePrices.increment();
            log.warn(
                    "{} cost {} credits and {} were held: the catalogue's price of {} is stale",
                    generation.id(),
                    cost.credits().amount(),
                    price.amount(),
                    generation.request().model());
        }
    }
}
