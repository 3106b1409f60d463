package dev.imagegateway.replay;

import dev.imagegateway.client.Client;
import dev.imagegateway.ledger.RequestIdentity;
import dev.imagegateway.model.ImageGenerationRequest;
import dev.imagegateway.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The input for the lookup of an earlier generation.
 *
 * @param client the calling client
 * @param image the requested images
 * @param requestHash SHA-256 of the canonical request, in hex
 * @param bodyHash SHA-256 of the body as sent, in hex; null unless the caller counts its tries
 * @param headers the headers that identify repetitions
 * @param acceptedAtOnce whether the caller gets 202 at once and queries the images later
 * @param refusal why no generation may be begun for it, so that only its own earlier tries can answer it; null if one may
 *     be
 */
public record LookupRequest(
        Client client,
        ImageGenerationRequest image,
        String requestHash,
        @Nullable String bodyHash,
        RepeatHeaders headers,
        boolean acceptedAtOnce,
        @Nullable Problem refusal) {

    RequestIdentity identity() {
        return new RequestIdentity(client.id(), image.user(), requestHash);
    }
}
