package dev.imagegateway.upstream;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.GeneratedImage;
import dev.imagegateway.image.ProviderMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outcome of one POST to the upstream. It decides whether the POST was billed. */
public sealed interface AttemptOutcome {

    /** The name in metrics. */
    String label();

    /** The HTTP status; 0 without a response. */
    int status();

    /** The upstream's ids, as far as received. */
    default Trace trace() {
        return Trace.NONE;
    }

    /**
     * A readable response: billed.
     *
     * @param status 200 or another 2xx
     * @param images without duplicates; empty if the upstream returned none
     * @param metadata what the upstream states about the images
     * @param reportedCost the cost that the upstream reported, if any
     * @param trace ids for reconciliation
     */
    record Answered(
            int status,
            List<GeneratedImage> images,
            ProviderMetadata metadata,
            Optional<Cost> reportedCost,
            Trace trace)
            implements AttemptOutcome {
        @Override
        public String label() {
            return "answered";
        }
    }

    /**
     * Nothing was sent: not billed.
     *
     * @param reason the reason
     * @param detail for the log
     * @param retryAfter when it can be sent, if known
     */
    record NotSent(Reason reason, String detail, Optional<Duration> retryAfter) implements AttemptOutcome {

        NotSent(Reason reason, String detail) {
            this(reason, detail, Optional.empty());
        }

        @Override
        public String label() {
            return "not-sent";
        }

        @Override
        public int status() {
            return 0;
        }

        /** Why nothing was sent. */
        public enum Reason {
            /** The host name, the connection or TLS failed. Can be retried. */
            NO_CONNECTION,
            /** The circuit breaker is open after too many failures. */
            BREAKER_OPEN,
            /** The queue for the upstream is full. */
            QUEUE_FULL,
            /** An intermediary has rejected the gateway recently, and nothing is sent during the cooldown. */
            COOLDOWN,
            /** Every key is resting after the upstream refused it. */
            NO_KEY,
            /** The generation's time limit passed before the attempt. */
            TOO_LATE,
            /** The caller no longer allowed an attempt. */
            NOT_ALLOWED
        }
    }

    /**
     * The upstream refused with one of its own error formats and a matching status. AIML documents that this is not
     * billed.
     *
     * @param status 4xx or 5xx
     * @param kind the kind of refusal
     * @param name the upstream's name for the kind; may be empty
     * @param message the upstream's message, cleaned. It may quote the prompt and name the upstream's accounts and pages.
     * @param retryAfter the upstream's Retry-After, if any
     * @param trace ids for reconciliation
     */
    record Refused(int status, Kind kind, String name, String message, Optional<Duration> retryAfter, Trace trace)
            implements AttemptOutcome {
        @Override
        public String label() {
            return "refused";
        }

        /** The kind of a refusal. */
        public enum Kind {
            /** The request itself: 400, 413, 422. */
            REQUEST,
            /** The key is unknown or disabled: 401. */
            BAD_KEY,
            /** The account's credits or the key's spending limit are used up: 402, or a 403 that says so. */
            OUT_OF_CREDITS,
            /** A plan, scope or verification rule: any other 403. */
            RULE,
            /** The rate or concurrency limit: 429. */
            LIMIT,
            /** The upstream failed: 500, 502, 503. */
            FAILURE,
            /** Any other final error, such as a withdrawn model. */
            OTHER;

            /** The name in logs. */
            public String label() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /**
     * An intermediary between the gateway and AIML refused before AIML saw the request: not billed.
     * {@link Intermediary} explains how this is detected.
     *
     * @param status 4xx
     * @param by the product, as in metrics
     * @param cause the reason of the refusal
     * @param reference the id by which the intermediary's operators can find the refusal, if any
     * @param retryAfter the intermediary's Retry-After, if any
     */
    record Intercepted(
            int status, String by, Cause cause, @Nullable String reference, Optional<Duration> retryAfter)
            implements AttemptOutcome {
        @Override
        public String label() {
            return "intercepted";
        }

        /** Why an intermediary refused. */
        public enum Cause {
            /** A rate limit. */
            RATE,
            /** The gateway's address or software is blocked, so every request would be refused. */
            ADDRESS,
            /** A rule that may concern this request's content. Other requests may pass. */
            RULE
        }
    }

    /**
     * Anything else. It may have been billed, so it must not be retried.
     *
     * @param status the HTTP status; 0 without a response
     * @param reason for the log
     * @param timedOut whether it ended with a timeout
     * @param trace ids for reconciliation, as far as received
     */
    record Unknown(int status, String reason, boolean timedOut, Trace trace) implements AttemptOutcome {
        @Override
        public String label() {
            return "unknown";
        }
    }

    /**
     * The upstream's ids of an attempt, cleaned.
     *
     * @param inferenceId {@code x-inference-id}, the {@code reference_id} in its bill
     * @param requestId {@code x-request-id}
     */
    record Trace(@Nullable String inferenceId, @Nullable String requestId) {
        /** No response, no ids. */
        public static final Trace NONE = new Trace(null, null);

        /** Both ids, for a log line. */
        @Override
        public String toString() {
            return "inference id " + (inferenceId == null ? "none" : inferenceId) + ", request id "
                    + (requestId == null ? "none" : requestId);
        }
    }
}
