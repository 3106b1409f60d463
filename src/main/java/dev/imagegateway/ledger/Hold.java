package dev.imagegateway.ledger;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.Credits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generation that is about to be sent, and what is set aside for it.
 *
 * @param id unique for good
 * @param client who asked, with the budget of this moment
 * @param request what was asked
 * @param credits its price
 * @param sending with which keys and for how long it may be sent
 * @param claims what it claims besides credits
 */
public record Hold(String id, Client client, Request request, Credits credits, Sending sending, Claims claims) {

    /**
     * What the books keep of the request.
     *
     * @param userTag OpenAI's field {@code user}
     * @param model the model's id
     * @param imagesAsked 1 to 4
     * @param imageSize as the upstream is told; null for its default
     * @param steps denoising steps; null for the upstream's default
     * @param seed 1 to 2^63-1
     * @param requestHash SHA-256 of the canonical request, in hex
     * @param prompt the prompt, if it is to be kept
     * @param requestId the HTTP request's id
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
     * How it may be sent.
     *
     * @param keyPrefixes the prefix of every key that it may be sent with
     * @param within how long from now an attempt may begin
     * @param lasts how long from now an answer to it can come at most
     */
    public record Sending(List<String> keyPrefixes, Duration within, Duration lasts) {}

    RequestIdentity identity() {
        return new RequestIdentity(client.id(), request.userTag(), request.requestHash());
    }
}
