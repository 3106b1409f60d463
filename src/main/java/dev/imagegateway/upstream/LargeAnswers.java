package dev.imagegateway.upstream;

import dev.imagegateway.deadline.Deadline;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ImageBytes;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Room in the heap for answers that hold images themselves. What they hold is paid for and is nowhere else, so one that
 * has no room is not refused: it is not read further until there is some, and TCP makes the upstream wait.
 */
final class LargeAnswers {

    /** Bytes; an answer with URLs has a few hundred. */
    static final int SMALL = 1 << 20;

    /** What reading one takes at its peak, for each of its bytes: its body, Jackson's characters, two texts. */
    private static final int PEAK = 5;

    private static final Duration NEXT_LOOK = Duration.ofMillis(200);

    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(1);

    private final long most;
    private final Deque<Turn> waiting = new ArrayDeque<>();

    /** Images that were read and may still be on their way to callers, who may be slow. */
    private final List<Kept> kept = new ArrayList<>();

    private long reading;
    private boolean isLooking;
    private long lastCollectionNanos = System.nanoTime();

    /** @param most bytes of the heap */
    LargeAnswers(long most) {
        this.most = most;
    }

    private record Kept(WeakReference<ImageBytes> image, long bytes) {}

    /** One answer's turn, from the moment in which it turns out to be large. */
    final class Turn {

        private final long bytes;
        private final CompletableFuture<Void> begun = new CompletableFuture<>();

        private Turn(long bytes) {
            this.bytes = bytes;
        }

        /** Done as soon as there is room. */
        CompletableFuture<Void> begun() {
            return begun;
        }

        /** It is read, or nobody waits for it any more. */
        void end(List<GeneratedImage> images) {
            LargeAnswers.this.end(this, images);
        }
    }

    /**
     * Queues for reading an answer.
     *
     * @param length the most that it can have, in bytes; more than there is room for waits until nothing else is there
     */
    Turn queue(long length) {
        var turn = new Turn(length * PEAK);
        synchronized (this) {
            waiting.add(turn);
        }
        beginAll();
        return turn;
    }

    private void end(Turn turn, List<GeneratedImage> images) {
        synchronized (this) {
            if (!waiting.remove(turn)) {
                reading -= turn.bytes;
            }
            for (var image : images) {
                if (image.bytes() != null) {
                    kept.add(new Kept(
                            new WeakReference<>(image.bytes()), image.bytes().length()));
                }
            }
        }
        beginAll();
    }

    private void beginAll() {
        var beginning = new ArrayList<Turn>();
        synchronized (this) {
            kept.removeIf(one -> one.image().refersTo(null));
            for (var next = waiting.peek(); next != null && fits(next); next = waiting.peek()) {
                waiting.remove();
                reading += next.bytes;
                beginning.add(next);
            }
            if (!waiting.isEmpty() && !isLooking) {
                isLooking = true;
                var _ = Deadline.pause(NEXT_LOOK).thenRun(this::lookAgain);
            }
        }
        beginning.forEach(turn -> turn.begun.complete(null));
    }

    private boolean fits(Turn turn) {
        var taken = reading + kept.stream().mapToLong(Kept::bytes).sum();
        return taken == 0 || taken + turn.bytes <= most;
    }

    private void lookAgain() {
        var isCollectionDue = false;
        synchronized (this) {
            isLooking = false;
            // while nothing is read, little is allocated, and the collector would not run by itself
            isCollectionDue = reading == 0
                    && !waiting.isEmpty()
                    && System.nanoTime() - lastCollectionNanos > BETWEEN_COLLECTIONS.toNanos();
        }
        if (isCollectionDue) {
            System.gc();
            synchronized (this) {
                lastCollectionNanos = System.nanoTime();
            }
        }
        beginAll();
    }
}
