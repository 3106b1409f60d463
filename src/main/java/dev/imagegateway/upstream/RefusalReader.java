package dev.imagegateway.upstream;

import dev.imagegateway.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** Reads refusals of requests that are not attempts, such as those for the vendor's billing records. */
public final class RefusalReader {

    private final Interceptions interceptions;

    RefusalReader(Interceptions interceptions) {
        this.interceptions = interceptions;
    }

    /**
     * A refusal.
     *
     * @param reason for the log, without the key
     * @param retryAfter the Retry-After, if any
     */
    public record Refusal(String reason, Optional<Duration> retryAfter) {}

    /**
     * Reads a refusal, and counts it if an intermediary refused.
     *
     * @param status 4xx
     * @param json the body; {@code MissingNode} if it is not JSON
     * @param key the key of the request; null if it had none
     */
    public Refusal read(int status, HttpHeaders headers, byte[] body, JsonNode json, @Nullable Secret key) {
        var retryAfter = OutcomeClassifier.retryAfter(headers.getFirst(HttpHeaders.RETRY_AFTER));
        var reason = "status " + status;
        var error = key == null ? Optional.<AimlError>empty() : AimlError.read(json, status, key);
        if (error.isPresent()) {
            reason += ", " + error.get().message();
        } else {
            var intercepted = IntermediaryAnswer.read(status, headers::getFirst, body, json);
            intercepted.ifPresent(interceptions::count);
            reason += intercepted.map(by -> " of " + by.by()).orElse("");
        }
        return new Refusal(reason, retryAfter);
    }
}
