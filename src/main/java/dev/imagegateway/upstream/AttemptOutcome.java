package dev.imagegateway.upstream;

import dev.imagegateway.image.Cost;
import dev.imagegateway.image.GeneratedImage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outcome of one POST to the upstream. It decides whether the POST was billed. */
public sealed interface AttemptOutcome {

    /** The name in metrics. */
    String label();

    /** The status that came back, 0 if none did. */
    int status();

    /**
     * A readable answer: billed.
     *
     * @param status 200 or another 2xx
     * @param images each once; empty when the upstream had none to give
     * @param reportedCost what the upstream says it cost, if it says so
     * @param trace ids for reconciliation
     */
    record Answered(int status, List<GeneratedImage> images, Optional<Cost> reportedCost, Trace trace)
            implements AttemptOutcome {
        @Override
        public String label() {
            return "answered";
        }
    }

    /**
     * Nothing was sent: not billed.
     *
     * @param reason why not
     * @param detail for the log
     * @param retryAfter when it may be sent, if that is known
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
            /** No such host, no connection, no TLS: worth another try. */
            NO_CONNECTION,
            /** Too much has failed lately; the circuit breaker waits. */
            BREAKER_OPEN,
            /** More requests than the upstream bears wait already. */
            QUEUE_FULL,
            /** An intermediary refused the gateway as such a while ago; nothing is sent for some time. */
            COOLDOWN,
            /** Every key is resting after the upstream refused it. */
            NO_KEY,
            /** The time for the whole generation ran out before the attempt began. */
            TOO_LATE,
            /** Whoever asked for the generation no longer allowed an attempt. */
            NOT_ALLOWED
        }
    }

    /**
     * The upstream refused in one of its own error envelopes, whose status matches: not billed, as AIML documents.
     *
     * @param status 4xx or 5xx
     * @param kind what it is about
     * @param message what it said; it may name its own accounts and pages
     * @param retryAfter when it asked to be tried again, if it did
     * @param trace ids for reconciliation
     */
    record Refused(int status, Kind kind, String message, Optional<Duration> retryAfter, Trace trace)
            implements AttemptOutcome {
        @Override
        public String label() {
            return "refused";
        }

        /** What a refusal is about. */
        public enum Kind {
            /** The request itself: 400, 413, 422. */
            REQUEST,
            /** The key is unknown or disabled: 401. */
            BAD_KEY,
            /** The account, or the key's spending limit, is used up: 402, or 403 with the vendor's word for it. */
            OUT_OF_CREDITS,
            /** A rule of the plan, the key's scope, a verification: any other 403. */
            RULE,
            /** Too many at once: 429. */
            LIMIT,
            /** The upstream failed: 500, 502, 503. */
            FAILURE,
            /** Anything else that is final, such as a withdrawn model. */
            OTHER
        }
    }

    /**
     * Something between the gateway and AIML refused in its place, before AIML saw the request: not billed. {@link
     * Intermediary} says how that is known.
     *
     * @param status 4xx
     * @param by which product, as in metrics
     * @param cause what the refusal is about
     * @param reference by which its operators find the refusal, if it gave one
     * @param retryAfter when it asked to be tried again, if it did
     */
    record Intercepted(
            int status, String by, Cause cause, @Nullable String reference, Optional<Duration> retryAfter)
            implements AttemptOutcome {
        @Override
        public String label() {
            return "intercepted";
        }

        /** What an intermediary's refusal is about. */
        public enum Cause {
            /** Too many requests in a time. */
            RATE,
            /** The gateway's address or software: nothing passes, whatever is asked. */
            ADDRESS,
            /** This request, by a rule that may be about its contents; another one may pass. */
            RULE
        }
    }

    /**
     * Anything else: it may have been billed, so it must not be repeated.
     *
     * @param status what came back, 0 if nothing did
     * @param reason for the log
     * @param timedOut whether it was silence that ended it
     * @param trace ids for reconciliation, as far as they came
     */
    record Unknown(int status, String reason, boolean timedOut, Trace trace) implements AttemptOutcome {
        @Override
        public String label() {
            return "unknown";
        }
    }

    /**
     * The upstream's own ids of an attempt.
     *
     * @param inferenceId {@code x-inference-id}, which is the {@code reference_id} of its bill
     * @param requestId {@code x-request-id}
     */
    record Trace(@Nullable String inferenceId, @Nullable String requestId) {
        /** No answer, no ids. */
        static final Trace NONE = new Trace(null, null);
    }
}
