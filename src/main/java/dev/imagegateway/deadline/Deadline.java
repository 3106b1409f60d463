package dev.imagegateway.deadline;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Time limits that are seldom reached. The JDK wakes a thread of its own for each timed
 * wait that begins and ends, which took 7 % of a request's time; a wheel only looks every {@value #TICK_MILLIS} ms.
 */
public final class Deadline {

    private static final long TICK_MILLIS = 20;

    /** Shorter waits are left to the JDK, which is exact. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final Timer WHEEL = new HashedWheelTimer(
            Thread.ofPlatform().name("deadlines").daemon().factory(), TICK_MILLIS, TimeUnit.MILLISECONDS, 512, false);

    private Deadline() {}

    /** Acts when the time is up, unless the answer is there by then; up to 40 ms later, on a virtual thread. */
    public static void unlessDone(CompletableFuture<?> answer, Duration atMost, Runnable act) {
        if (answer.isDone()) {
            return;
        }
        var end = WHEEL.newTimeout(
                _ -> Thread.startVirtualThread(act), Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        var _ = answer.whenComplete((_, _) -> end.cancel());
    }

    /** Done when so much time has passed, or up to 40 ms later, on a virtual thread. */
    public static CompletableFuture<Void> pause(Duration time) {
        var over = new CompletableFuture<Void>();
        WHEEL.newTimeout(
                _ -> Thread.startVirtualThread(() -> over.complete(null)), time.toNanos(), TimeUnit.NANOSECONDS);
        return over;
    }

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
