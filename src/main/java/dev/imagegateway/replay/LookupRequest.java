package dev.imagegateway.replay;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.ledger.RequestIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A request for which an earlier generation is looked up.
 *
 * @param client who asks
 * @param image what is asked
 * @param requestHash SHA-256 of the canonical request, in hex
 * @param bodyHash SHA-256 of its body as it was sent, where its caller counts its tries
 * @param headers what it says of itself for the case that it is repeated
 * @param answeredAtOnce whether the caller asks for the images later
 */
public record LookupRequest(
        Client client,
        ImageGenerationRequest image,
        String requestHash,
        @Nullable String bodyHash,
        RepeatHeaders headers,
        boolean answeredAtOnce) {

    RequestIdentity identity() {
        return new RequestIdentity(client.id(), image.user(), requestHash);
    }
}
