package dev.imagegateway.upstream;

import dev.imagegateway.telemetry.RequestScope;
import dev.imagegateway.upstream.AttemptOutcome.NotSent.Reason;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A generation to send to AIML.
 *
 * @param body the JSON to send; every attempt sends the same bytes
 * @param generation the generation's id. Each attempt has the id {@code <generation>.<n>} with n counting from 1. It is
 *     sent as {@code X-Client-Request-Id}, by which AIML's logs can be searched.
 * @param mayAttempt called immediately before each POST, after all waiting; false ends the generation with
 *     {@link Reason#NOT_ALLOWED}
 * @param scope the scope of the request, for logs and traces
 */
public record GenerationCall(
        Supplier<byte[]> body, String generation, BooleanSupplier mayAttempt, RequestScope scope) {}
