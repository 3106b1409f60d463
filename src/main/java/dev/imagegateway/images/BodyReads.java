package dev.imagegateway.images;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/**
 * Coordinates reading the bodies of one response's images. They are read when there is room for all of them, so that no
 * response holds room while it waits for more.
 */
final class BodyReads {

    private static final long UNKNOWN = -1;

    private final TransferCapacity capacity;
    private final TransferReservation reservation;
    private final CompletableFuture<Void> mayRead = new CompletableFuture<>();
    private final long[] lengths;
    private boolean isAsked;

    /** @param images number of images to read */
    BodyReads(TransferCapacity capacity, TransferReservation reservation, int images) {
        this.capacity = capacity;
        this.reservation = reservation;
        this.lengths = new long[images];
        Arrays.fill(lengths, UNKNOWN);
    }

    /**
     * Returns how many bytes of a body may be read. Completes when all bodies are ready and there is room for them.
     * If a retry announces a larger size or none, the body gets more only if there is room now.
     *
     * @param image index of the image
     * @param bytes maximum size of the body
     */
    Mono<Long> begin(int image, long bytes) {
        var needed = needed(image, bytes);
        if (needed > 0) {
            var _ = capacity.hold(reservation, needed).thenRun(() -> mayRead.complete(null));
        }
        return Mono.fromFuture(mayRead, true).thenReturn(granted(image));
    }

    /** Returns the total size once all sizes are known; 0 if one is unknown or the total was requested before. */
    private synchronized long needed(int image, long bytes) {
        if (bytes > lengths[image] && (!isAsked || capacity.tryGrow(reservation, bytes - lengths[image]))) {
            lengths[image] = bytes;
        }
        if (isAsked || Arrays.stream(lengths).anyMatch(length -> length == UNKNOWN)) {
            return 0;
        }
        isAsked = true;
        // at least 1, so that images of 0 bytes are requested as well
        return Math.max(1, Arrays.stream(lengths).sum());
    }

    private synchronized long granted(int image) {
        return lengths[image];
    }

    /** Whether only room is missing to read the bodies. */
    synchronized boolean isWaitingForRoom() {
        return isAsked && !mayRead.isDone();
    }
}
