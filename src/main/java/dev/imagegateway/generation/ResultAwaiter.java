package dev.imagegateway.generation;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.generation.GenerationHandle.Completed;
import dev.imagegateway.generation.GenerationHandle.Joined;
import dev.imagegateway.generation.GenerationHandle.Own;
import dev.imagegateway.ledger.Entry;
import dev.imagegateway.problem.GatewayException;
import dev.imagegateway.problem.Problem;
import dev.imagegateway.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Waits for results of generations of this and other processes. A caller that stops waiting affects no other. */
@Component
final class ResultAwaiter {

    /** For a result that is there already, and has only to be read. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LEDGER_RETRY_AFTER = Duration.ofSeconds(5);

    private final InFlightGenerations inFlight;
    private final RemoteGenerationPoller others;
    private final Duration responseTimeout;

    ResultAwaiter(InFlightGenerations inFlight, RemoteGenerationPoller others, WaitingProperties properties) {
        this.inFlight = inFlight;
        this.others = others;
        this.responseTimeout = properties.responseTimeout();
    }

    /**
     * The result that answers a request; empty if its caller waits no longer. A caller waits as long as it prefers, and
     * {@code gateway.response-timeout} at most.
     */
    Optional<CompletedGeneration> await(AcceptedRequest request, GenerationHandle handle) {
        var deadlineNanos =
                deadline(request.startedNanos(), request.preference().longest(responseTimeout));
        return switch (handle) {
            case Own own -> request.isAwaited() ? awaitCounted(own.generation(), deadlineNanos) : Optional.empty();
            case Joined joined -> await(joined.id(), deadlineNanos);
            case Completed completed -> Optional.of(completed.result());
        };
    }

    /** The result of any generation; empty if it comes too late. */
    Optional<CompletedGeneration> await(String id, long deadlineNanos) {
        var generation = inFlight.find(id);
        if (generation.isPresent()) {
            generation.get().waits();
            return awaitCounted(generation.get(), deadlineNanos);
        }
        return awaitEntry(id, deadlineNanos).map(StoredResults::of);
    }

    /**
     * The result of a generation that has ended.
     *
     * @throws GatewayException {@code ledger-unavailable}
     */
    CompletedGeneration read(String id) {
        return await(id, deadline(System.nanoTime(), READ_TIMEOUT))
                .orElseThrow(() -> Problem.of(
                                ProblemType.LEDGER_UNAVAILABLE,
                                "An earlier request has paid for this answer, but the gateway's books do not tell it now;"
                                        + " try again later.")
                        .retryAfter(LEDGER_RETRY_AFTER)
                        .asException());
    }

    /** The ledger's entry of a generation that has ended; empty if it ends too late. */
    Optional<Entry> awaitEntry(String id, long deadlineNanos) {
        return within(others.ended(id), deadlineNanos);
    }

    static long deadline(long fromNanos, Duration wait) {
        return fromNanos + wait.toNanos();
    }

    /** For a caller that was counted as waiting. */
    private static Optional<CompletedGeneration> awaitCounted(InFlightGeneration generation, long deadlineNanos) {
        try {
            return within(generation.result(), deadlineNanos);
        } finally {
            generation.waitsNoMore();
        }
    }

    private static <T> Optional<T> within(CompletableFuture<T> ended, long deadlineNanos) {
        try {
            var left = Math.max(0, deadlineNanos - System.nanoTime());
            return Optional.of(Deadline.await(ended, Duration.ofNanos(left)));
        } catch (TimeoutException | CancellationException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a generation was lost on the way", e.getCause());
        }
    }
}
