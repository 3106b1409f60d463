package dev.imagegateway.billing;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The result of a request for one page of the vendor's records. */
sealed interface BookPage {

    /** The name in metrics. */
    String label();

    /**
     * A 2xx with a JSON object. Its content is not checked yet.
     *
     * @param etag the ETag, if any
     */
    record Read(JsonNode body, @Nullable String etag) implements BookPage {
        @Override
        public String label() {
            return "ok";
        }
    }

    /** A page that could not be read. */
    sealed interface Unread extends BookPage {

        /** Why, for the log. */
        String reason();
    }

    /** A 304: the page is still the one of the ETag that was sent. */
    record Unchanged() implements Unread {
        @Override
        public String label() {
            return "ok";
        }

        @Override
        public String reason() {
            return "status 304 without a page";
        }
    }

    /**
     * A 4xx.
     *
     * @param reason for the log
     * @param retryAfter the Retry-After, if any
     */
    record Refused(int status, String reason, Optional<Duration> retryAfter) implements Unread {
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
    record Failed(String reason) implements Unread {
        @Override
        public String label() {
            return "failed";
        }
    }
}
