package dev.imagegateway.upstream;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import java.util.function.BooleanSupplier;

/**
 * A generation that is to be sent to AIML.
 *
 * @param request what to draw
 * @param seed 1 to 2^63-1, sent whether or not the caller gave one, the same in each attempt
 * @param generation the generation's id; each attempt's own, {@code <generation>.<n>} with n from 1 and without gaps,
 *     goes upstream as {@code X-Client-Request-Id}, by which AIML's logs can be searched
 * @param mayAttempt asked immediately before each POST, after every wait for a turn; false ends the generation with
 *     {@link Reason#NOT_ALLOWED}
 * @param scope of the request, for logs and traces
 */
public record GenerationCall(
        ImageGenerationRequest request, long seed, String generation, BooleanSupplier mayAttempt, RequestScope scope) {}
