package dev.imagegateway.deadline;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits of virtual threads with a time limit that is seldom reached. The JDK wakes a thread of its own for each timed
 * wait that begins and ends, which took 7 % of a request's time; a wheel only looks every {@value #TICK_MILLIS} ms.
 */
public final class Deadline {

    private static final long TICK_MILLIS = 20;

    /** Shorter waits are left to the JDK, which is exact. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final Timer WHEEL = new HashedWheelTimer(
            Thread.ofPlatform().name("deadlines").daemon().factory(), TICK_MILLIS, TimeUnit.MILLISECONDS, 512, false);

    private Deadline() {}

    /**
     * Waits for an answer; a wait of more than half a second may take up to 40 ms longer. The answer itself is left as
     * it is when the time is up, and keeps about 100 bytes of each wait in vain until it is done.
     *
     * @throws TimeoutException when the time is up
     * @throws ExecutionException with what it failed with
     * @throws java.util.concurrent.CancellationException when it was cancelled
     */
    public static <T> T await(CompletableFuture<T> answer, Duration atMost)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (answer.isDone() || atMost.compareTo(SHORT) < 0) {
            return answer.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        }
        // whoever completes it first: the answer, or the wheel
        var either = new CompletableFuture<Boolean>();
        var _ = answer.whenComplete((_, _) -> either.complete(true));
        var end = WHEEL.newTimeout(_ -> either.complete(false), atMost.toNanos(), TimeUnit.NANOSECONDS);
        try {
            if (!either.get()) {
                throw new TimeoutException();
            }
            return answer.get();
        } finally {
            end.cancel();
        }
    }
}
