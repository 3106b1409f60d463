package dev.imagegateway.replay;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The requests of this process that are about to be held. Equal requests wait until they are. Otherwise they would take
 * slots from their client's limits only to return them.
 */
final class EqualRequests {

    private final Map<String, Reservation> first = new ConcurrentHashMap<>();

    /** How a request goes on. */
    sealed interface Next {

        /** It may be held: it is the first of its kind, or its wait is over. */
        record Proceed() implements Next {}

        /** The first has made its claims, or has given up: what answers this request has to be looked up again. */
        record LookAgain() implements Next {}

        /** The first was refused for a reason that applies to this request, too. */
        record Refused(Problem problem) implements Next {}
    }

    /** Registers a request as the first of its kind, or waits for the one that is registered. */
    Next await(Reservation mine, Duration wait) {
        var equality = mine.equality();
        if (equality == null) {
            return new Next.Proceed();
        }
        var other = first.putIfAbsent(equality, mine);
        if (other == null) {
            var _ = mine.resolved().whenComplete((_, _) -> first.remove(equality, mine));
            return new Next.Proceed();
        }
        try {
            Optional<Problem> refusal = Deadline.await(other.resolved(), wait);
            return refusal.isPresent() ? new Next.Refused(refusal.get()) : new Next.LookAgain();
        } catch (TimeoutException _) {
            return new Next.Proceed();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Next.Proceed();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reservation is never resolved with a failure", e);
        }
    }
}
