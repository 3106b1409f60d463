package dev.imagegateway.billing;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The result of a request for one page of the vendor's records. */
sealed interface BookPage {

    /** The name in metrics. */
    String label();

    /** A 2xx with a JSON object. Its content is not checked yet. */
    record Read(JsonNode body) implements BookPage {
        @Override
        public String label() {
            return "ok";
        }
    }

    /**
     * A 4xx.
     *
     * @param reason for the log
     * @param retryAfter the Retry-After, if any
     */
    record Refused(int status, String reason, Optional<Duration> retryAfter) implements BookPage {
        @Override
        public String label() {
            return "refused";
        }
    }

    /**
     * Anything else: no response, a 5xx, or an unreadable body.
     *
     * @param reason for the log
     */
    record Failed(String reason) implements BookPage {
        @Override
        public String label() {
            return "failed";
        }
    }
}
