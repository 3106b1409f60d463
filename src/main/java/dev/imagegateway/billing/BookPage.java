package dev.imagegateway.billing;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of asking for one page of the vendor's books. */
sealed interface BookPage {

    /** The name in metrics. */
    String label();

    /** A JSON object that came with a 2xx; what is in it is another question. */
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
     * @param retryAfter when it asked to be tried again, if it did
     */
    record Refused(int status, String reason, Optional<Duration> retryAfter) implements BookPage {
        @Override
        public String label() {
            return "refused";
        }
    }

    /**
     * Anything else: no answer, a 5xx, or a body that is no page.
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
