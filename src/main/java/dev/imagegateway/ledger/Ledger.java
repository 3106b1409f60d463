package dev.imagegateway.ledger;

import dev.imagegateway.budget.OperatorBudget;
import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.ledger.Change.Holding;
import dev.imagegateway.ledger.Change.Task;
import dev.imagegateway.ledger.Change.Transition;
import dev.imagegateway.ledger.HoldDecision.BudgetExhausted;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import dev.imagegateway.store.Lease;
import dev.imagegateway.store.Reads;
import dev.imagegateway.store.Store;
import dev.imagegateway.store.StoreUnavailableException;
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

/** The money of every generation: held before it is sent, ended after. */
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

    /** What this process works on. A row that it holds and does not work on was never sent. */
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

    /** Whether prompts are to be handed in with a hold. */
    public boolean keepsPrompts() {
        return properties.keepPrompts();
    }

    /**
     * Sets credits aside, on disk when it returns.
     *
     * @throws GatewayException {@code ledger-unavailable} when the store does not say so in time: nothing may be sent
     */
    public HoldDecision hold(Hold hold) {
        var at = clock.instant();
        var term = lease.term();
        var accounts = AccountKey.all(hold.client().id(), at, operator.zone());
        working.add(hold.id());
        var decided = false;
        try {
            var answer = within(writer.submit(new Holding(hold, at, accounts)), properties.holdWait());
            if (answer instanceof BudgetExhausted exhausted) {
                refused(hold, exhausted, at);
                return exhausted;
            }
            if (answer instanceof EarlierClaim earlier) {
                return earlier;
            }
            decided = true;
            return new Held(this, hold, accounts, term, at);
        } finally {
            if (!decided) {
                // should it have been written all the same, the sweep finds that nobody works on it
                working.remove(hold.id());
            }
        }
    }

    /**
     * Looks for an earlier request's generation without holding anything. The hold looks again, so this lookup saves work
     * and need not be right. A retry takes the generation of an earlier try over, for good.
     *
     * @throws GatewayException {@code ledger-unavailable}
     */
    public EarlierLookup find(RequestIdentity request, Claims claims) {
        if (!claims.canBeAnswered()) {
            return new EarlierLookup.NotFound();
        }
        var tries = claims.adopts() ? claims.tries() : null;
        // most retries have something to take over, but a storm of those that have not must not keep the writer busy
        if (tries != null
                && quickReads.read(jdbc -> new EarlierTries(jdbc).areThere(request, tries, clock.instant()))) {
            return write("a retry", jdbc -> new Deduplication(jdbc).find(request, claims, clock.instant()));
        }
        return quickReads.read(
                jdbc -> new Deduplication(jdbc).find(request, claims.withoutAdoption(), clock.instant()));
    }

    /**
     * Lets a name stand for a generation that is there, unless it stands for one already.
     *
     * @return that other one
     * @throws GatewayException {@code ledger-unavailable}
     */
    public Optional<EarlierClaim> name(String generation, Claim claim) {
        // only clients' own names are claimed later, and these have the client's id as their scope
        return write("a name", jdbc -> new ClaimRows(jdbc).take(claim, generation, claim.scope(), clock.instant()));
    }

    /** Notes that somebody is told of its images only now. Should it be lost, a retry may find them a little longer. */
    public void answered(String generation) {
        var _ = writer.submit(new Task<>("an answer", jdbc -> {
            new EarlierTries(jdbc).answered(generation, clock.instant());
            return true;
        }));
    }

    /**
     * Notes that a try did not hand over the images of its generation. A later try may then take the generation over as
     * if nobody had waited for it.
     *
     * @param retryCount the number of that try
     * @throws GatewayException {@code ledger-unavailable}
     */
    public void notDelivered(String generation, int retryCount) {
        var _ = write("a failed delivery", jdbc -> new EarlierTries(jdbc).notDelivered(generation, retryCount));
    }

    private <T> T write(String name, Function<JdbcTemplate, T> work) {
        var result = writer.await(new Task<>(name, work), properties.holdWait());
        if (result == null) {
            throw unavailable();
        }
        return result;
    }

    private void refused(Hold hold, BudgetExhausted exhausted, Instant at) {
        metrics.exhausted(
                new AccountKey(
                        exhausted.ofOperator()
                                ? AccountKey.OPERATOR
                                : hold.client().id(),
                        exhausted.period(),
                        exhausted.period().startOf(at, operator.zone()).toEpochMilli()),
                exhausted.limit());
    }

    private static Object within(CompletableFuture<Object> answer, Duration wait) {
        try {
            return Deadline.await(answer, wait);
        } catch (TimeoutException _) {
            if (answer.cancel(false)) {
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

    /** Queues an end for good; tells whether it was written within the time that an answer can wait. */
    CompletableFuture<Boolean> end(Transition transition) {
        var inTime = new CompletableFuture<Boolean>();
        var _ = writer.submit(transition).whenComplete((_, failure) -> {
            // an end that the store refuses leaves the row to its deadline
            if (failure == null) {
                working.remove(transition.id());
            }
            inTime.complete(failure == null);
        });
        Deadline.unlessDone(inTime, properties.settleWait(), () -> {
            if (inTime.complete(false)) {
                log.warn("The end of {} is not on disk yet", transition.id());
            }
        });
        return inTime;
    }
}
