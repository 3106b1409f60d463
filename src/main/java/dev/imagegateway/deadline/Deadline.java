package dev.imagegateway.deadline;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Timeouts that rarely fire. For timed waits the JDK wakes a separate thread at start and end, which took 7 % of a
 * request's time. This class uses a timer wheel that ticks every {@value #TICK_MILLIS} ms.
 */
public final class Deadline {

    private static final long TICK_MILLIS = 20;

    /** Shorter waits use the JDK's exact timeout. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final Timer WHEEL = new HashedWheelTimer(
            Thread.ofPlatform().name("deadlines").daemon().factory(), TICK_MILLIS, TimeUnit.MILLISECONDS, 512, false);

    private Deadline() {}

    /** Runs an action after the timeout unless the future is done. Up to 40 ms late, on a virtual thread. */
    public static void unlessDone(CompletableFuture<?> answer, Duration atMost, Runnable act) {
        if (answer.isDone()) {
            return;
        }
        var end = WHEEL.newTimeout(
                _ -> Thread.startVirtualThread(act), Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        var _ = answer.whenComplete((_, _) -> end.cancel());
    }

    /** Completes after the duration, up to 40 ms late, on a virtual thread. */
    public static CompletableFuture<Void> pause(Duration time) {
        var over = new CompletableFuture<Void>();
        WHEEL.newTimeout(
                _ -> Thread.startVirtualThread(() -> over.complete(null)), time.toNanos(), TimeUnit.NANOSECONDS);
        return over;
    }

    /**
     * Waits for a future. A wait of more than half a second may take up to 40 ms longer. A timeout does not change the
     * future. Each wait that times out keeps about 100 bytes until the future is done.
     *
     * @throws TimeoutException after the timeout
     * @throws ExecutionException if the future failed
     * @throws java.util.concurrent.CancellationException if the future was cancelled
     */
    public static <T> T await(CompletableFuture<T> answer, Duration atMost)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (answer.isDone() || atMost.compareTo(SHORT) < 0) {
            return answer.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        }
        // completed by the future or by the timer, whichever is first
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
