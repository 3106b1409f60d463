package dev.imagegateway.upstream;

import dev.imagegateway.image.Credits;
import dev.imagegateway.image.GeneratedImage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of one POST to the upstream, and with it whether it was billed. */
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
    record Answered(int status, List<GeneratedImage> images, Optional<Credits> reportedCost, Trace trace)
            implements AttemptOutcome {
        @Override
        public String label() {
            return "answered";
        }
    }

    /**
     * Nothing was sent: not billed.
     *
     * @param reason for the log: no connection, no TLS, no such host
     */
    record NotSent(String reason) implements AttemptOutcome {
        @Override
        public String label() {
            return "not-sent";
        }

        @Override
        public int status() {
            return 0;
        }
    }

    /**
     * The upstream refused in one of its own error envelopes, whose status matches: not billed, as AIML documents.
     *
     * @param status 4xx or 5xx
     * @param message what it said; it may name its own accounts and pages
     * @param trace ids for reconciliation
     */
    record Refused(int status, String message, Trace trace) implements AttemptOutcome {
        @Override
        public String label() {
            return "refused";
        }
    }

    /**
     * Anything else: it may have been billed, so it must not be repeated.
     *
     * @param status what came back, 0 if nothing did
     * @param reason for the log
     * @param trace ids for reconciliation, as far as they came
     */
    record Unknown(int status, String reason, Trace trace) implements AttemptOutcome {
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
