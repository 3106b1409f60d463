package dev.imagegateway.model;

import dev.imagegateway.problem.GatewayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed body.
 *
 * @param request the valid request
 * @param ignored names of fields that OpenAI's clients send and this gateway ignores, in the order sent
 * @param refusal why the request may not be sent: its model is retired, has no price or is not the client's to use. An
 *     earlier generation that was paid for can still answer it. Null if it may be sent.
 */
public record ParsedRequest(
        ImageGenerationRequest request,
        List<String> ignored,
        @Nullable GatewayException refusal) {

    /** Returns this request with a refusal. */
    public ParsedRequest withRefusal(@Nullable GatewayException reason) {
        return new ParsedRequest(request, ignored, reason);
    }
}
