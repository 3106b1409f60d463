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
 * @param details the part of the request that the ledger stores
 * @param credits the price
 * @param sendWindow which keys may be used and how long it may be sent
 * @param claims the claims to make together with the hold
 */
public record HoldRequest(
        String id, Client client, Details details, Credits credits, SendWindow sendWindow, Claims claims) {

    /**
     * The part of the request that the ledger stores.
     *
     * @param userTag OpenAI's field {@code user}
     * @param model the model's id
     * @param imagesAsked 1 or more
     * @param priceUnits how many units of the model's price it has: images, megapixels or credits
     * @param imageSize as sent upstream; null for the upstream's default
     * @param steps denoising steps; null for the upstream's default
     * @param seed the seed that is sent; null if the model has none
     * @param requestHash SHA-256 of the canonical request, in hex
     * @param prompt the prompt, if prompts are stored
     * @param requestId the id of the HTTP request
     */
    public record Details(
            @Nullable String userTag,
            String model,
            int imagesAsked,
            long priceUnits,
            @Nullable String imageSize,
            @Nullable Integer steps,
            @Nullable Long seed,
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
    public record SendWindow(List<String> keyPrefixes, Duration within, Duration lasts) {}

    RequestIdentity identity() {
        return new RequestIdentity(client.id(), details.userTag(), details.requestHash());
    }
}
