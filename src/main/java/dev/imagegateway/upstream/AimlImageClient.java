package dev.imagegateway.upstream;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks AIML for images: as often as it is certain that nothing was billed, as worthwhile, and as there is time, and
 * never after an outcome that is unknown. Every failure is an outcome; it throws for none.
 */
public final class AimlImageClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AimlImageClient.class);

    private final AimlPost post;
    private final KeyRing keys;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final AdaptiveLimit limit;
    private final Interceptions interceptions;
    private final ResiliencePolicies policies;
    private final ScheduledExecutorService retries = DaemonSchedulers.single("upstream-retries");
    private final Duration attemptTimeout;
    private final Duration generationTimeout;

    AimlImageClient(
            AimlPost post,
            KeyRing keys,
            RetryPolicy policy,
            RetryBudget budget,
            AdaptiveLimit limit,
            Interceptions interceptions,
            ResiliencePolicies policies,
            UpstreamProperties properties) {
        this.post = post;
        this.keys = keys;
        this.policy = policy;
        this.budget = budget;
        this.limit = limit;
        this.interceptions = interceptions;
        this.policies = policies;
        this.attemptTimeout = properties.attemptTimeout();
        this.generationTimeout = properties.generationTimeout();
    }

    /** What came of an attempt, and when the next one is due, if it is. */
    record Attempted(AttemptOutcome outcome, Optional<Duration> pause) {}

    /** The longest that {@link #generate} takes: all attempts and the pauses between them. */
    public Duration timeout() {
        return generationTimeout;
    }

    /** The longest that any one of its attempts takes, unless its answer waits for the gateway's memory. */
    public Duration attemptTimeout() {
        return attemptTimeout;
    }

    /**
     * Sends the POST, again if need be. It blocks no thread: the thread that learns the outcome goes on with it.
     */
    public CompletableFuture<GenerationAttempts> generate(GenerationCall asked) {
        budget.request();
        var scope = asked.scope();
        var call = new Call(
                AimlRequestBody.of(asked.request(), asked.seed()),
                asked.generation(),
                asked.mayAttempt(),
                System.nanoTime());
        return policies.retry()
                .executeCompletionStage(retries, () -> attemptAnyhow(call, scope))
                .thenApply(last -> new GenerationAttempts(last.outcome(), call.posts, call.keyPrefix))
                .toCompletableFuture();
    }

    /** Whatever goes wrong has to be told: Resilience4j forgets what a retry throws, and with it the generation. */
    private CompletionStage<Attempted> attemptAnyhow(Call call, RequestScope scope) {
        if (call.posts == 0) {
            return attempt(call, scope);
        }
        // a retry may have to read a key's file, for which the others on the same thread should not wait
        return CompletableFuture.completedFuture(call)
                .thenComposeAsync(again -> attempt(again, scope), Thread::startVirtualThread);
    }

    private CompletionStage<Attempted> attempt(Call call, RequestScope scope) {
        // from the outside in: the breaker, the rate, the turn, the POST
        return policies.throughBreaker(() -> atRate(call, scope))
                .thenApply(outcome -> scope.within(() -> attempted(call, outcome)));
    }

    private CompletionStage<AttemptOutcome> atRate(Call call, RequestScope scope) {
        var wait = policies.rate().reservePermission();
        if (wait < 0) {
            return CompletableFuture.completedFuture(
                    new NotSent(Reason.QUEUE_FULL, "the configured rate of attempts is reached"));
        }
        Supplier<CompletableFuture<AttemptOutcome>> inTurn =
                () -> limit.through(() -> scope.within(() -> send(call, scope)));
        return wait == 0 ? inTurn.get() : Deadline.pause(Duration.ofNanos(wait)).thenCompose(_ -> inTurn.get());
    }

    private Attempted attempted(Call call, AttemptOutcome outcome) {
        var pause = policy.pauseAfter(outcome, call.posts, call.left(generationTimeout), call.refused);
        if (pause.isPresent()) {
            log.info(
                    "{} was not billed ({} {}), next attempt in {} ms",
                    call.id(),
                    outcome.label(),
                    outcome.status(),
                    pause.get().toMillis());
        }
        return new Attempted(outcome, pause);
    }

    private CompletableFuture<AttemptOutcome> send(Call call, RequestScope scope) {
        var left = call.left(generationTimeout);
        if (!left.isPositive()) {
            return notSent(Reason.TOO_LATE, "no time was left for an attempt");
        }
        var cooldown = interceptions.cooldown();
        if (cooldown.isPresent()) {
            return CompletableFuture.completedFuture(
                    new NotSent(Reason.COOLDOWN, "an intermediary refused the gateway as such a while ago", cooldown));
        }
        var pick = keys.pick(call.refused);
        if (pick.isEmpty()) {
            return notSent(Reason.NO_KEY, "every key is resting");
        }
        if (!call.mayAttempt.getAsBoolean()) {
            return notSent(Reason.NOT_ALLOWED, "the attempt was not allowed when its turn had come");
        }
        call.posts++;
        call.keyPrefix = pick.get().secret().name();
        return post.send(call.body, pick.get().secret(), call.id(), left, scope)
                .thenCompose(outcome -> outcome instanceof AttemptOutcome.Answered
                        ? CompletableFuture.completedFuture(learned(call, pick.get(), outcome))
                        // a file of keys may be read now, and a line be logged: not by the upstream's connections
                        : CompletableFuture.supplyAsync(
                                () -> scope.within(() -> learned(call, pick.get(), outcome)),
                                Thread::startVirtualThread));
    }

    private AttemptOutcome learned(Call call, KeyRing.Pick pick, AttemptOutcome outcome) {
        learn(call, () -> interceptions.learn(outcome));
        learn(call, () -> {
            if (keys.learn(pick, outcome)) {
                call.refused.add(pick.secret());
            }
        });
        return outcome;
    }

    /** Whatever fails here does not change whether the attempt was billed, so it must not make its outcome unknown. */
    private static void learn(Call call, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            log.error(
                    "{} has an outcome, but the gateway failed to learn from it. Report this as a bug.", call.id(), e);
        }
    }

    private static CompletableFuture<AttemptOutcome> notSent(Reason reason, String detail) {
        return CompletableFuture.completedFuture(new NotSent(reason, detail));
    }

    /** After every generation has ended. */
    @Override
    public void close() {
        retries.shutdown();
    }

    /** One generation's way through its attempts; used by one thread after the other. */
    private static final class Call {

        private final byte[] body;
        private final String generation;
        private final BooleanSupplier mayAttempt;
        private final long startedNanos;
        private final Set<Secret> refused = new HashSet<>();
        private int posts;
        private @Nullable String keyPrefix;

        Call(byte[] body, String generation, BooleanSupplier mayAttempt, long startedNanos) {
            this.body = body;
            this.generation = generation;
            this.mayAttempt = mayAttempt;
            this.startedNanos = startedNanos;
        }

        /** That of the POST that is about to go out, or was the last to. */
        String id() {
            return generation + "." + posts;
        }

        Duration left(Duration whole) {
            return whole.minusNanos(System.nanoTime() - startedNanos);
        }
    }
}
