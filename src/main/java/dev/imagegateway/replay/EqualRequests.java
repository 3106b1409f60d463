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
 * Requests of this process that are about to be held. Requests equal to them wait for what becomes of them, instead of
 * taking places under their client's limits that they would give back.
 */
final class EqualRequests {

    private final Map<String, Reservation> first = new ConcurrentHashMap<>();

    /**
     * Lets a request go first, or waits for the one that does.
     *
     * @return what became of that one; empty when this one has to go on for itself
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
