package dev.imagegateway.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An image could not be fetched. Its message is for the log and the caller alike: it quotes nothing. */
final class FetchFailedException extends RuntimeException {

    private final String message;
    private final Reason reason;
    private final @Nullable Duration retryAfter;

    FetchFailedException(String message, Reason reason) {
        this(message, reason, null);
    }

    /** @param retryAfter how long its host asked to be left alone */
    FetchFailedException(String message, Reason reason, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.message = message;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** What a failure says about the image. */
    enum Reason {
        /** Its host does not know it: not any more, or not yet. */
        MISSING,
        /** Its host does not serve it any more. */
        GONE,
        /** Nothing: its host, the way to it or the gateway failed, or refused for a reason of its own. */
        UNAVAILABLE,
        /** Another try would end the same way. */
        UNUSABLE
    }

    /** The same failure, of which more is known now. */
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
