package dev.imagegateway.upstream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Limits the heap for the bodies of responses with inline images while they arrive. Each response takes as much as has
 * arrived, so a stalled response does not block others. If there is no room, a response is not read, and TCP slows the
 * upstream down. If there is still no room at the generation's time limit, the outcome is unknown.
 */
final class LargeAnswers {

    /** Bytes that are not counted. A response with URLs has a few hundred. */
    static final int SMALL = 1 << 20;

    private static final CompletableFuture<Void> ROOM = CompletableFuture.completedFuture(null);

    private final long limit;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private long taken;

    /**
     * The response that may exceed the limit. Without it, partly received responses could wait for each other forever.
     */
    private @Nullable Turn beyond;

    /** @param limit bytes of the heap; one response at a time may exceed them */
    LargeAnswers(long limit, MeterRegistry meters) {
        this.limit = limit;
        Gauge.builder("image.gateway.upstream.answer.memory", this, LargeAnswers::taken)
                .description("Heap that is taken by answers of the upstream with images in them")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("image.gateway.upstream.answer.memory.max", () -> limit)
                .description("Heap that such answers may take")
                .baseUnit("bytes")
                .register(meters);
    }

    private synchronized long taken() {
        return taken;
    }

    Turn turn() {
        return new Turn();
    }

    /** There was no room in time. This is the gateway's fault and not a timeout of the upstream. */
    static final class NoRoomException extends RuntimeException {
        NoRoomException() {
            super("the gateway had no memory for the answer", null, false, false);
        }
    }

    private record Wait(CompletableFuture<Void> room, long sinceNanos) {
        Wait() {
            this(new CompletableFuture<>(), System.nanoTime());
        }

        long nanos() {
            return System.nanoTime() - sinceNanos;
        }
    }

    /** The room of one attempt's response. */
    final class Turn {

        private long bytes;
        private long needed;
        private long waitedNanos;
        private @Nullable Wait wait;
        private boolean isEnded;

        /**
         * Takes more room.
         *
         * @param to the total in bytes
         * @return completes when there is room
         */
        CompletableFuture<Void> grow(int to) {
            synchronized (LargeAnswers.this) {
                needed = to;
                if (isEnded || ((waiting.isEmpty() || beyond == this) && tryTake())) {
                    return ROOM;
                }
                wait = new Wait();
                waiting.add(this);
                return wait.room();
            }
        }

        /** Marks the response as complete. The time from here on counts as the gateway's. */
        void arrived() {
            synchronized (LargeAnswers.this) {
                wait = new Wait();
            }
        }

        /** How long the response has waited for the gateway. */
        Duration waited() {
            synchronized (LargeAnswers.this) {
                return Duration.ofNanos(waitedNanos + (wait == null ? 0 : wait.nanos()));
            }
        }

        boolean isWaiting() {
            synchronized (LargeAnswers.this) {
                return wait != null;
            }
        }

        private boolean tryTake() {
            var isRoom = taken + needed - bytes <= limit;
            if (!isRoom && beyond != null && beyond != this) {
                return false;
            }
            if (!isRoom) {
                beyond = this;
            }
            taken += needed - bytes;
            bytes = needed;
            return true;
        }

        /** Releases the room. */
        void end() {
            var next = new ArrayList<CompletableFuture<Void>>();
            synchronized (LargeAnswers.this) {
                isEnded = true;
                waiting.remove(this);
                taken -= bytes;
                bytes = 0;
                beyond = beyond == this ? null : beyond;
                for (var first = waiting.peek(); first != null && first.tryTake(); first = waiting.peek()) {
                    waiting.remove();
                    next.add(first.resume());
                }
            }
            // outside the lock, because this resumes reading responses
            next.forEach(room -> room.complete(null));
        }

        private CompletableFuture<Void> resume() {
            var over = Objects.requireNonNull(wait);
            waitedNanos += over.nanos();
            wait = null;
            return over.room();
        }
    }
}
