package dev.imagegateway.delivery;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/**
 * The bodies of one answer's images. They are read when there is memory for all of them, so that no answer holds memory
 * while it waits for more.
 */
final class BodyReads {

    private static final long UNKNOWN = -1;

    private final Base64Memory memory;
    private final MemoryReservation reservation;
    private final CompletableFuture<Void> mayRead = new CompletableFuture<>();
    private final long[] lengths;
    private boolean isAsked;

    /** @param images how many there are to read */
    BodyReads(Base64Memory memory, MemoryReservation reservation, int images) {
        this.memory = memory;
        this.reservation = reservation;
        this.lengths = new long[images];
        Arrays.fill(lengths, UNKNOWN);
    }

    /**
     * How many bytes of a body may be read: as soon as all are there to be read and there is memory for them. A body that
     * is announced longer than at an earlier try, or without a length, gets more memory only if there is room for it now.
     *
     * @param image its place
     * @param bytes the most that it will have
     */
    Mono<Long> begin(int image, long bytes) {
        var needed = needed(image, bytes);
        if (needed > 0) {
            var _ = memory.hold(reservation, needed).thenRun(() -> mayRead.complete(null));
        }
        return Mono.fromFuture(mayRead, true).thenReturn(granted(image));
    }

    /** What all of them need, once that is known and has not been asked for. */
    private synchronized long needed(int image, long bytes) {
        if (bytes > lengths[image] && (!isAsked || memory.tryGrow(reservation, bytes - lengths[image]))) {
            lengths[image] = bytes;
        }
        if (isAsked || Arrays.stream(lengths).anyMatch(length -> length == UNKNOWN)) {
            return 0;
        }
        isAsked = true;
        // so that something is asked for even for images of no bytes
        return Math.max(1, Arrays.stream(lengths).sum());
    }

    private synchronized long granted(int image) {
        return lengths[image];
    }

    /** Whether they could be read if there were memory. */
    synchronized boolean isWaitingForMemory() {
        return isAsked && !mayRead.isDone();
    }
}
