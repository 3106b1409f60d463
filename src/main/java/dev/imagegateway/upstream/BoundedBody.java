package dev.imagegateway.upstream;

import dev.imagegateway.upstream.LargeAnswers.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a maximum length. A large body is read only while there is memory for it. */
final class BoundedBody {

    private final int maxLength;
    private final Turn turn;
    private final List<byte[]> pieces = new ArrayList<>(1);
    private int length;

    /** @param maxLength maximum length in bytes */
    BoundedBody(int maxLength, Turn turn) {
        this.maxLength = maxLength;
        this.turn = turn;
    }

    /** The body exceeds the maximum length. */
    static final class TooLongException extends RuntimeException {
        TooLongException(int maxLength) {
            super("more than " + maxLength + " bytes", null, false, false);
        }
    }

    /**
     * Adds a piece.
     *
     * @return completes when the next piece may be read
     * @throws TooLongException if the body is too long with this piece
     */
    CompletableFuture<Void> add(byte[] piece) {
        if (piece.length > maxLength - length) {
            throw new TooLongException(maxLength);
        }
        length += piece.length;
        pieces.add(piece);
        return isLarge() ? turn.grow(length) : CompletableFuture.completedFuture(null);
    }

    boolean isLarge() {
        return length > LargeAnswers.SMALL;
    }

    /** @param encoding the response's {@code Content-Encoding}, if any */
    boolean isCompressed(@Nullable String encoding) {
        return !pieces.isEmpty() && ContentDecoding.isNeeded(pieces.getFirst(), encoding);
    }

    /** Returns the whole body and releases it. */
    byte[] bytes() {
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
}
