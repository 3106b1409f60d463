package dev.imagegateway.ledger;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.Credits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generation that is about to be sent, and the credits to hold for it.
 *
 * @param id globally unique
 * @param client the calling client, with its current budget
 * @param request the requested images
 * @param credits the price
 * @param sending which keys may be used and how long it may be sent
 * @param claims the claims to make together with the hold
 */
public record Hold(String id, Client client, Request request, Credits credits, Sending sending, Claims claims) {

    /**
     * The part of the request that the ledger stores.
     *
     * @param userTag OpenAI's field {@code user}
     * @param model the model's id
     * @param imagesAsked 1 to 4
     * @param imageSize as sent upstream; null for the upstream's default
     * @param steps denoising steps; null for the upstream's default
     * @param seed 1 to 2^63-1
     * @param requestHash SHA-256 of the canonical request, in hex
     * @param prompt the prompt, if prompts are stored
     * @param requestId the id of the HTTP request
     */
    public record Request(
            @Nullable String userTag,
            String model,
            int imagesAsked,
            @Nullable String imageSize,
            @Nullable Integer steps,
            long seed,
            String requestHash,
            @Nullable String prompt,
            @Nullable String requestId) {}

    /**
     * How the generation may be sent.
     *
     * @param keyPrefixes the prefix of every upstream key that may be used
     * @param within how long from now an attempt may start
     * @param lasts how long from now a response may arrive
     */
    public record Sending(List<String> keyPrefixes, Duration within, Duration lasts) {}

    RequestIdentity identity() {
        return new RequestIdentity(client.id(), request.userTag(), request.requestHash());
    }
}
