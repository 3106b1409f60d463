package dev.imagegateway.upstream;

import dev.imagegateway.deadline.DaemonSchedulers;
import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AttemptOutcome.Intercepted;
import dev.imagegateway.upstream.AttemptOutcome.NotSent;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import dev.imagegateway.upstream.AttemptOutcome.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 * Requests images from AIML. Retries only if the last attempt was certainly not billed, a retry can help and there is
 * time left. Never retries after an unknown outcome. Failures are returned as outcomes, not thrown.
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

    /** The outcome of an attempt, and the pause before the next one if there is one. */
    record Attempted(AttemptOutcome outcome, Optional<Duration> pause) {}

    /** The time limit of {@link #generate}, including all attempts and pauses. */
    public Duration timeout() {
        return generationTimeout;
    }

    /** The time limit of one attempt, except for the time that its response waits for the gateway's memory. */
    public Duration attemptTimeout() {
        return attemptTimeout;
    }

    /**
     * Sends the POST and retries if needed. Does not block a thread; the result is completed by the thread that
     * receives the outcome.
     */
    public CompletableFuture<GenerationAttempts> generate(GenerationCall asked) {
        budget.request();
        var scope = asked.scope();
        var call = new Call(asked.body().get(), asked.generation(), asked.mayAttempt(), System.nanoTime());
        return policies.retry()
                .executeCompletionStage(retries, () -> startAttempt(call, scope))
                .thenApply(last -> new GenerationAttempts(
                        last.outcome(), call.posts, call.wasRefused, call.keyPrefix, List.copyOf(call.log)))
                .toCompletableFuture();
    }

    /**
     * Starts an attempt without throwing: Resilience4j drops an exception thrown by a retry, and the generation would
     * never end.
     */
    private CompletionStage<Attempted> startAttempt(Call call, RequestScope scope) {
        if (call.posts == 0) {
            return attempt(call, scope);
        }
        // a retry may read a key file, which must not block other retries on the same thread
        return CompletableFuture.completedFuture(call)
                .thenComposeAsync(again -> attempt(again, scope), Thread::startVirtualThread);
    }

    private CompletionStage<Attempted> attempt(Call call, RequestScope scope) {
        // order: circuit breaker, rate limiter, concurrency limit, POST
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
        call.ended(outcome);
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
        call.posting(pick.get().secret().name());
        return post.send(call.body, pick.get().secret(), call.id(), left, scope)
                .thenCompose(outcome -> outcome instanceof AttemptOutcome.Answered
                        ? CompletableFuture.completedFuture(learned(call, pick.get(), outcome))
                        // may read a key file and write logs, which must not block the upstream's event loop
                        : CompletableFuture.supplyAsync(
                                () -> scope.within(() -> learned(call, pick.get(), outcome)),
                                Thread::startVirtualThread));
    }

    private AttemptOutcome learned(Call call, KeyRing.Pick pick, AttemptOutcome outcome) {
        call.wasRefused |= outcome instanceof Refused || outcome instanceof Intercepted;
        learn(call, () -> interceptions.learn(outcome));
        learn(call, () -> {
            if (keys.learn(pick, outcome)) {
                call.refused.add(pick.secret());
            }
        });
        return outcome;
    }

    /**
     * Runs a step whose failure must not change the outcome, because the outcome decides whether the attempt was
     * billed.
     */
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

    /** Must be called after all generations have ended. */
    @Override
    public void close() {
        retries.shutdown();
    }

    /** The state of one generation's attempts. Accessed by one thread at a time. */
    private static final class Call {

        private final byte[] body;
        private final String generation;
        private final BooleanSupplier mayAttempt;
        private final long startedNanos;
        private final Set<Secret> refused = new HashSet<>();
        private int posts;
        private boolean wasRefused;
        private @Nullable String keyPrefix;
        private final List<Attempt> log = new ArrayList<>();
        private @Nullable Instant sentAt;
        private long sentNanos;

        Call(byte[] body, String generation, BooleanSupplier mayAttempt, long startedNanos) {
            this.body = body;
            this.generation = generation;
            this.mayAttempt = mayAttempt;
            this.startedNanos = startedNanos;
        }

        /** The id of the current or last POST. */
        String id() {
            return generation + "." + posts;
        }

        void posting(String key) {
            posts++;
            keyPrefix = key;
            sentAt = Instant.now();
            sentNanos = System.nanoTime();
        }

        /** Adds the outcome of the current attempt to the log. */
        void ended(AttemptOutcome outcome) {
            var sent = sentAt;
            log.add(
                    sent == null
                            ? new Attempt(null, outcome, Instant.now(), Duration.ZERO, null)
                            : new Attempt(
                                    id(), outcome, sent, Duration.ofNanos(System.nanoTime() - sentNanos), keyPrefix));
            sentAt = null;
        }

        Duration left(Duration whole) {
            return whole.minusNanos(System.nanoTime() - startedNanos);
        }
    }
}
