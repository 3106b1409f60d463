package dev.imagegateway.billing;

import dev.imagegateway.image.Credits;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request in AIML's usage logs ({@code GET /v2/logs}), ours or anybody's who uses the key. One of its three ids at
 * least is there.
 *
 * @param created when AIML says it was
 * @param succeeded false for a failed one, which costs nothing
 * @param credits what it cost
 * @param attempt {@code client_request_id}: of ours, {@code <generation>.<n>}
 * @param inferenceId {@code inference_id}, the answer's {@code x-inference-id}
 * @param requestId {@code request_id}, the answer's {@code x-request-id}
 * @param keyPrefix of the key by which it was read, as {@code Secret.name()} shows it
 */
public record LogRow(
        Instant created,
        boolean succeeded,
        Credits credits,
        @Nullable String attempt,
        @Nullable String inferenceId,
        @Nullable String requestId,
        String keyPrefix) {}
