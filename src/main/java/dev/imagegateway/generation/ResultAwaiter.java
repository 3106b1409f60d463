package dev.imagegateway.generation;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.ledger.Entry;
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

    private final InFlightGenerations flights;
    private final RemoteGenerationPoller others;

    ResultAwaiter(InFlightGenerations flights, RemoteGenerationPoller others) {
        this.flights = flights;
        this.others = others;
    }

    /** The end of the flight that was begun for the caller, who was counted as waiting; empty if it comes too late. */
    Optional<CompletedGeneration> awaitOwn(InFlightGeneration flight, long deadlineNanos) {
        try {
            return within(flight.ended(), deadlineNanos);
        } finally {
            flight.waitsNoMore();
        }
    }

    /** The end of an earlier request's generation; empty if it comes too late. */
    Optional<CompletedGeneration> await(String id, long deadlineNanos) {
        var flight = flights.find(id);
        if (flight.isPresent()) {
            flight.get().waits();
            return awaitOwn(flight.get(), deadlineNanos);
        }
        return awaitEntry(id, deadlineNanos).map(StoredResults::of);
    }

    /** The books' last word on a generation; empty if it comes too late. */
    Optional<Entry> awaitEntry(String id, long deadlineNanos) {
        return within(others.ended(id), deadlineNanos);
    }

    static long deadline(long fromNanos, Duration wait) {
        return fromNanos + wait.toNanos();
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
