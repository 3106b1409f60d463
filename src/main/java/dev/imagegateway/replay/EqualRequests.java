package dev.imagegateway.replay;

import dev.imagegateway.deadline.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The requests of this process that are about to be held. Equal requests wait for their result. Otherwise they would
 * take slots from their client's limits only to return them.
 */
final class EqualRequests {

    private final Map<String, Reservation> first = new ConcurrentHashMap<>();

    /**
     * Registers a request as the first of its kind, or waits for the one that is registered.
     *
     * @return the result of the registered request; empty if this request has to proceed on its own
     */
    Optional<LookupResult> await(Reservation mine, Duration wait) {
        var equality = mine.equality();
        if (equality == null) {
            return Optional.empty();
        }
        var other = first.putIfAbsent(equality, mine);
        if (other == null) {
            var _ = mine.resolved().whenComplete((_, _) -> first.remove(equality, mine));
            return Optional.empty();
        }
        try {
            return Optional.of(Deadline.await(other.resolved(), wait));
        } catch (TimeoutException | CancellationException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reservation is never resolved with a failure", e);
        }
    }
}
