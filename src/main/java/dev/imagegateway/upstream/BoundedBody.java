package dev.imagegateway.upstream;

import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.upstream.AttemptOutcome.Answered;
import dev.imagegateway.upstream.LargeAnswers.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A body as it comes in, no further than its limit, and beyond what is usual only when there is memory for it. */
final class BoundedBody implements AutoCloseable {

    private final int most;
    private final long announced;
    private final LargeAnswers large;
    private final List<byte[]> pieces = new ArrayList<>(1);
    private int length;
    private @Nullable Turn turn;
    private boolean isClosed;

    /**
     * For an answer that begins.
     *
     * @param most bytes
     * @param announced bytes, or more where that is not known
     */
    BoundedBody(int most, long announced, LargeAnswers large) {
        this.most = most;
        this.announced = announced;
        this.large = large;
    }

    /** It is longer than it may be. */
    static final class TooLongException extends RuntimeException {
        TooLongException(int most) {
            super("more than " + most + " bytes", null, false, false);
        }
    }

    /**
     * Takes a piece; done when the next one may come.
     *
     * @throws TooLongException if it is too long with this piece
     */
    Mono<Void> add(byte[] piece) {
        if (!isTurnNeeded(piece)) {
            return Mono.empty();
        }
        // not under the lock: it may let other bodies go on
        var queued = large.queue(Math.min(most, announced));
        if (!waitFor(queued)) {
            queued.end(List.of());
            return Mono.empty();
        }
        return Mono.fromFuture(queued.begun(), true);
    }

    private synchronized boolean isTurnNeeded(byte[] piece) {
        if (piece.length > most - length) {
            throw new TooLongException(most);
        }
        length += piece.length;
        pieces.add(piece);
        return length > LargeAnswers.SMALL && turn == null && !isClosed;
    }

    /** False if nobody waits for it any more. */
    private synchronized boolean waitFor(Turn queued) {
        if (!isClosed) {
            turn = queued;
        }
        return !isClosed;
    }

    /** All of it, which it does not keep. */
    synchronized byte[] bytes() {
        if (pieces.size() == 1) {
            return pieces.removeFirst();
        }
        var all = new byte[length];
        var at = 0;
        for (var piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        pieces.clear();
        return all;
    }

    /** It was understood. */
    AttemptOutcome read(AttemptOutcome outcome) {
        end(outcome instanceof Answered answered ? answered.images() : List.of());
        return outcome;
    }

    /** Also where it was not read to its end. */
    @Override
    public void close() {
        end(List.of());
    }

    private void end(List<GeneratedImage> images) {
        @Nullable Turn ended;
        synchronized (this) {
            isClosed = true;
            ended = turn;
            turn = null;
        }
        if (ended != null) {
            ended.end(images);
        }
    }
}
