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

/** Waits for results of generations of this process and others. A caller that stops waiting does not affect others. */
@Component
final class ResultAwaiter {

    /** For a result that already exists and only has to be read. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LEDGER_RETRY_AFTER = Duration.ofSeconds(5);

    private final InFlightGenerations inFlight;
    private final RemoteGenerationPoller others;

    ResultAwaiter(InFlightGenerations inFlight, RemoteGenerationPoller others) {
        this.inFlight = inFlight;
        this.others = others;
    }

    /**
     * Waits for the result that answers a request. The caller's preference sets the time limit, and
     * {@code gateway.response-timeout} is its maximum. Empty after a timeout.
     */
    Optional<CompletedGeneration> await(AcceptedRequest request, GenerationHandle handle) {
        var deadlineNanos =
                deadline(request.startedNanos(), request.preference().maxWait());
        return switch (handle) {
            case Own own -> request.isAwaited() ? awaitCounted(own.generation(), deadlineNanos) : Optional.empty();
            case Joined joined -> await(joined.id(), deadlineNanos);
            case Completed completed -> Optional.of(completed.result());
        };
    }

    /** Waits for the result of any generation; empty after a timeout. */
    Optional<CompletedGeneration> await(String id, long deadlineNanos) {
        var generation = inFlight.find(id);
        if (generation.isPresent()) {
            generation.get().addWaiter();
            return awaitCounted(generation.get(), deadlineNanos);
        }
        return awaitEntry(id, deadlineNanos).map(StoredResults::of);
    }

    /**
     * Reads the result of a generation that has ended.
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

    /** Waits until a generation has ended and returns its ledger entry; empty after a timeout. */
    Optional<Entry> awaitEntry(String id, long deadlineNanos) {
        return within(others.ended(id), deadlineNanos);
    }

    static long deadline(long fromNanos, Duration wait) {
        return fromNanos + wait.toNanos();
    }

    /** Waits on behalf of a caller that was counted with {@link InFlightGeneration#addWaiter()}. */
    private static Optional<CompletedGeneration> awaitCounted(InFlightGeneration generation, long deadlineNanos) {
        try {
            return within(generation.result(), deadlineNanos);
        } finally {
            generation.removeWaiter();
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
