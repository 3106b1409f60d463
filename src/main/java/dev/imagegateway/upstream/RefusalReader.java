package dev.imagegateway.upstream;

import dev.imagegateway.secret.ForeignText;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** Reads refusals of requests that are not attempts, such as those for the vendor's billing records. */
public final class RefusalReader {

    private final Interceptions interceptions;
    private final ForeignText foreign;

    RefusalReader(Interceptions interceptions, ForeignText foreign) {
        this.interceptions = interceptions;
        this.foreign = foreign;
    }

    /**
     * A refusal.
     *
     * @param reason for the log, without keys
     * @param retryAfter the Retry-After, if any
     */
    public record Refusal(String reason, Optional<Duration> retryAfter) {}

    /**
     * Reads a refusal, and counts it if an intermediary refused.
     *
     * @param status 4xx
     * @param json the body; {@code MissingNode} if it is not JSON
     */
    public Refusal read(int status, HttpHeaders headers, byte[] body, JsonNode json) {
        var retryAfter = OutcomeClassifier.retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER));
        var reason = "status " + status;
        var error = AimlError.read(json, status, foreign);
        if (error.isPresent()) {
            // a request for records contains no prompt that the message could quote
            reason += ", " + error.get().message();
        } else {
            var intercepted = IntermediaryAnswer.read(status, headers::getFirst, body, json, foreign);
            intercepted.ifPresent(interceptions::count);
            reason += intercepted.map(by -> " of " + by.by()).orElse("");
        }
        return new Refusal(reason, retryAfter);
    }
}
