package dev.imagegateway.ratelimit;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** Valkey did not respond in time or responded with an error. Expected during outages, so it has no stack trace. */
final class StoreAwayException extends Exception {

    StoreAwayException(@Nullable Throwable cause) {
        super(
                "Valkey did not answer: "
                        + (cause == null ? "no connection" : NestedExceptionUtils.getMostSpecificCause(cause)),
                null,
                false,
                false);
    }
}
