package dev.imagegateway.upstream;

import java.util.ArrayList;
import java.util.List;

/** A body as it comes in, no further than its limit. */
final class BoundedBody {

    private final int most;
    private final List<byte[]> pieces = new ArrayList<>(1);
    private int length;

    /** @param most bytes */
    BoundedBody(int most) {
        this.most = most;
    }

    /** It is longer than it may be. */
    static final class TooLongException extends RuntimeException {
        TooLongException(int most) {
            super("more than " + most + " bytes", null, false, false);
        }
    }

    /** @throws TooLongException if it is too long with this piece */
    void add(byte[] piece) {
        if (piece.length > most - length) {
            throw new TooLongException(most);
        }
        length += piece.length;
        pieces.add(piece);
    }

    byte[] bytes() {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        var all = new byte[length];
        var at = 0;
        for (var piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }
}
