package dev.imagegateway.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Room in the heap for the bodies of answers that contain images, while they arrive. Each takes only as much as has
 * arrived, so one that stalls does not keep others out. An answer that finds no room is not read until there is some,
 * and TCP makes the upstream wait. If there is no room until the generation's time is up, the outcome is unknown.
 */
final class LargeAnswers {

    /** Bytes that are not counted; an answer with URLs has a few hundred. */
    static final int SMALL = 1 << 20;

    private static final CompletableFuture<Void> ROOM = CompletableFuture.completedFuture(null);

    private final long most;
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private long taken;

    /** May take more than there is: otherwise, answers that have arrived in part could wait for one another for ever. */
    private @Nullable Turn beyond;

    /** @param most bytes of the heap; one answer at a time may go beyond them */
    LargeAnswers(long most) {
        this.most = most;
    }

    Turn turn() {
        return new Turn();
    }

    /** No room any more: the gateway's fault, so no time-out of the upstream. */
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

    /** The room of one attempt's answer. */
    final class Turn {

        private long bytes;
        private long needed;
        private long waitedNanos;
        private @Nullable Wait wait;
        private boolean isEnded;

        /**
         * Takes more room.
         *
         * @param to bytes, in all
         * @return done as soon as there is room
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

        /** All of it is here: what follows takes the gateway's time, not the upstream's. */
        void arrived() {
            synchronized (LargeAnswers.this) {
                wait = new Wait();
            }
        }

        /** How long the answer has waited for the gateway. */
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
            var isRoom = taken + needed - bytes <= most;
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

        /** Gives the room back. */
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
            // not under the lock: answers are read from here on
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
