package dev.imagegateway.replay;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The requests of this process that are about to be held. Equal requests wait until they are. Otherwise they would take
 * slots from their client's limits only to return them.
 */
final class EqualRequests {

    /** A collision of two requests only causes a lookup that finds nothing. */
    private static final int COUNTERS = 1024;

    private final Map<String, Reservation> first = new ConcurrentHashMap<>();

    /** How many reservations have ended, by the hash of what they have in common. */
    private final AtomicLongArray ended = new AtomicLongArray(COUNTERS);

    /** How a request goes on. */
    sealed interface Next {

        /** It may be held: it is the first of its kind, or its wait is over. */
        record Proceed() implements Next {}

        /** The first has made its claims, or has given up: what answers this request has to be looked up again. */
        record LookAgain() implements Next {}

        /** The first was rejected for a reason that applies to this request, too. */
        record Rejected(Problem problem) implements Next {}
    }

    /** Returns a number that changes when an equal request ends. To be read before the lookup. */
    long ended(@Nullable String equality) {
        return equality == null ? 0 : ended.get(counter(equality));
    }

    /**
     * Registers a request as the first of its kind, or waits for the one that is registered.
     *
     * @param endedBefore {@link #ended} before the lookup that found nothing
     */
    Next await(Reservation mine, long endedBefore, Duration wait) {
        var equality = mine.equality();
        if (equality == null) {
            return new Next.Proceed();
        }
        var other = first.putIfAbsent(equality, mine);
        if (other == null) {
            if (ended(equality) != endedBefore) {
                // an equal request may have been held after this one's lookup
                first.remove(equality, mine);
                mine.close();
                return new Next.LookAgain();
            }
            var _ = mine.resolved().whenComplete((_, _) -> {
                ended.incrementAndGet(counter(equality));
                first.remove(equality, mine);
            });
            return new Next.Proceed();
        }
        try {
            Optional<Problem> problem = Deadline.await(other.resolved(), wait);
            return problem.isPresent() ? new Next.Rejected(problem.get()) : new Next.LookAgain();
        } catch (TimeoutException _) {
            return new Next.Proceed();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Next.Proceed();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reservation is never resolved with a failure", e);
        }
    }

    private static int counter(String equality) {
        return Math.floorMod(equality.hashCode(), COUNTERS);
    }
}
