package dev.imagegateway.ledger;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.store.Lease;
import dev.imagegateway.store.Reads;
import dev.imagegateway.store.Store;
import dev.imagegateway.store.StoreUnavailableException;
import dev.imagegateway.telemetry.LogContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Manages the credits of every generation: held before it is sent, ended afterwards. */
public final class Ledger {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);

    private final LedgerWriter writer;
    private final Reads quickReads;
    private final Lease lease;
    private final Store store;
    private final LedgerMetrics metrics;
    private final OperatorBudget operator;
    private final LedgerProperties properties;
    private final Clock clock;

    /** The generations that this process works on. A row that it holds without working on it was never sent. */
    private final Set<String> working = ConcurrentHashMap.newKeySet();

    Ledger(
            LedgerWriter writer,
            Reads quickReads,
            Lease lease,
            Store store,
            LedgerMetrics metrics,
            OperatorBudget operator,
            LedgerProperties properties,
            Clock clock) {
        this.writer = writer;
        this.quickReads = quickReads;
        this.lease = lease;
        this.store = store;
        this.metrics = metrics;
        this.operator = operator;
        this.properties = properties;
        this.clock = clock;
    }

    /** Whether to pass prompts with a hold. */
    public boolean keepsPrompts() {
        return properties.keepPrompts();
    }

    /**
     * Holds credits. The hold is durable when this method returns.
     *
     * @throws GatewayException {@code ledger-unavailable} if the database does not confirm the hold in time. Nothing
     *     may be sent then.
     */
    public HoldResult hold(HoldRequest request) {
        var at = clock.instant();
        var term = lease.term();
        var accounts = AccountKey.all(request.client().id(), at, operator.zone());
        working.add(request.id());
        var isHeld = false;
        try {
            return switch (within(writer.submit(new PendingHold(request, at, accounts)), properties.holdWait())) {
                case BudgetExhausted exhausted -> {
                    refused(request, exhausted, at);
                    yield exhausted;
                }
                case EarlierMatch match -> match;
                case KeyReused reused -> reused;
                case HoldDecision.Stored _ -> {
                    isHeld = true;
                    yield new Hold(this, request, accounts, term, at);
                }
            };
        } finally {
            if (!isHeld) {
                // if it was stored anyway, the writer releases it, or else the sweep: nobody works on it
                working.remove(request.id());
            }
        }
    }

    /**
     * Looks for an earlier generation without holding credits. The hold repeats the lookup, so this result is only an
     * optimisation and may be outdated. It writes nothing, and finds no earlier try: see {@link #adopt}.
     *
     * @throws GatewayException {@code ledger-unavailable}
     */
    public EarlierLookup find(RequestIdentity request, Claims claims) {
        return claims.named().isEmpty()
                ? new EarlierLookup.NotFound()
                : quickReads.read(
                        jdbc -> new Deduplication(jdbc).find(request, claims.withoutAdoption(), clock.instant()));
    }

    /**
     * Whether a retry may have an earlier try to adopt. Most do, but a storm of those that do not must not keep the
     * writer busy.
     *
     * @throws GatewayException {@code ledger-unavailable}
     */
    public boolean hasEarlierTry(RequestIdentity request, RetryAttempt tries) {
        return quickReads.read(jdbc -> new EarlierTries(jdbc).areThere(request, tries, clock.instant()));
    }

    /**
     * Looks for an earlier generation on behalf of a retry, which adopts the generation of the earlier try permanently.
     *
     * @throws GatewayException {@code ledger-unavailable}; the adoption may be stored all the same
     */
    public EarlierLookup adopt(RequestIdentity request, Claims claims) {
        return write("a retry", jdbc -> new Deduplication(jdbc).find(request, claims, clock.instant()));
    }

    /**
     * Assigns a key to an existing generation, unless the key belongs to one already.
     *
     * @return the generation that has the key already
     * @throws GatewayException {@code ledger-unavailable}
     */
    public Optional<EarlierClaim> assignKey(String generation, Claim claim) {
        // only callers' own keys are claimed afterwards, and their scope is the client's id
        return write(
                "a key for an existing generation",
                jdbc -> new ClaimRows(jdbc).take(claim, generation, claim.scope(), clock.instant()));
    }

    /**
     * Records that the images were returned only now. If the record is lost, a retry may match the generation a little
     * longer.
     */
    public void markDelivered(String generation) {
        var _ = writer.submit(new Task<>("a delivery", jdbc -> {
            new EarlierTries(jdbc).markDelivered(generation, clock.instant());
            return true;
        }));
    }

    /**
     * Records that a try did not deliver the images of its generation. A later try may then adopt the generation as if
     * no caller had waited for it.
     *
     * @param retryCount the number of that try
     * @throws GatewayException {@code ledger-unavailable}
     */
    public void markNotDelivered(String generation, int retryCount) {
        var _ = write("a failed delivery", jdbc -> {
            new EarlierTries(jdbc).markNotDelivered(generation, retryCount);
            return true;
        });
    }

    private <T> T write(String name, Function<JdbcTemplate, T> work) {
        return writer.require(new Task<>(name, work), properties.holdWait());
    }

    private void refused(HoldRequest request, BudgetExhausted exhausted, Instant at) {
        metrics.exhausted(
                new AccountKey(
                        exhausted.ofOperator()
                                ? AccountKey.OPERATOR
                                : request.client().id(),
                        exhausted.period(),
                        exhausted.period().startOf(at, operator.zone()).toEpochMilli()),
                exhausted.limit());
    }

    private HoldDecision within(CompletableFuture<HoldDecision> answer, Duration wait) {
        try {
            return Deadline.await(answer, wait);
        } catch (TimeoutException _) {
            if (answer.cancel(false)) {
                metrics.holdFailed();
                throw unavailable();
            }
            return within(answer, Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnavailableException) {
                throw unavailable();
            }
            throw new IllegalStateException("the ledger refused a hold; nothing was sent", e.getCause());
        }
    }

    static GatewayException unavailable() {
        return Problem.of(
                        ProblemType.LEDGER_UNAVAILABLE,
                        "The gateway's books do not answer, so nothing was sent or billed; try again later.")
                .retryAfter(Duration.ofSeconds(5))
                .asException();
    }

    boolean mayAttempt(int term, Instant sendUntil) {
        return lease.isFresh(term) && clock.instant().isBefore(sendUntil) && store.fault() == null;
    }

    Instant now() {
        return clock.instant();
    }

    boolean isWorkedOn(String id) {
        return working.contains(id);
    }

    /** Queues a transition that is never dropped. Returns whether it was written within the settle wait. */
    CompletableFuture<Boolean> end(Transition transition) {
        var inTime = new CompletableFuture<Boolean>();
        var _ = writer.submit(transition).whenComplete((_, failure) -> {
            // if the database rejects the transition, the row stays until its deadline
            if (failure == null) {
                working.remove(transition.id());
            }
            inTime.complete(failure == null);
        });
        Deadline.unlessDone(inTime, properties.settleWait(), () -> {
            if (inTime.complete(false)) {
                try (var _ = LogContext.generation(transition.id())) {
                    log.warn("The end of {} is not on disk yet", transition.id());
                }
            }
        });
        return inTime;
    }
}
