package dev.imagegateway.billing;

import dev.imagegateway.image.Credits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request in AIML's usage logs ({@code GET /v2/logs}), sent by a gateway or any other user of the key. At least one
 * of its three ids is present.
 *
 * @param created AIML's time of the request
 * @param succeeded false for a failed request, which costs nothing
 * @param credits the cost
 * @param attempt {@code client_request_id}; {@code <generation>.<n>} for a gateway's requests
 * @param inferenceId {@code inference_id}, the response's {@code x-inference-id}
 * @param requestId {@code request_id}, the response's {@code x-request-id}
 * @param model {@code model} as AIML writes it, cleaned; null if it is not stated
 * @param keyPrefix {@code Secret.name()} of the key with which the row was read
 */
public record LogRow(
        Instant created,
        boolean succeeded,
        Credits credits,
        @Nullable String attempt,
        @Nullable String inferenceId,
        @Nullable String requestId,
        @Nullable String model,
        String keyPrefix) {}
