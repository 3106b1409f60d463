package dev.imagegateway.images;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An image could not be fetched. The message is shown in logs and to the caller, so it quotes nothing. */
final class FetchFailedException extends RuntimeException {

    private final String message;
    private final Reason reason;
    private final @Nullable Duration retryAfter;

    FetchFailedException(String message, Reason reason) {
        this(message, reason, null);
    }

    /** @param retryAfter the host's Retry-After */
    FetchFailedException(String message, Reason reason, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.message = message;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** What a failure says about the image. */
    enum Reason {
        /** The host does not have it: not any more, or not yet. */
        MISSING,
        /** The host no longer serves it. */
        GONE,
        /** Nothing: the host, the network or the gateway failed, or the host refused for another reason. */
        UNAVAILABLE,
        /** A retry would fail the same way. */
        UNUSABLE
    }

    /** Returns the same failure with another reason. */
    FetchFailedException as(Reason known) {
        return new FetchFailedException(message, known, retryAfter);
    }

    Reason reason() {
        return reason;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
