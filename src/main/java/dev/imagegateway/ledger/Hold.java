package dev.imagegateway.ledger;

import dev.imagegateway.client.Client;
import dev.imagegateway.image.Credits;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generation that is about to be sent, and what is to be set aside for it.
 *
 * @param id its name, unique for good
 * @param client who asked, with the budget of this moment
 * @param userTag OpenAI's field {@code user}
 * @param model what is asked
 * @param imagesAsked 1 to 4
 * @param imageSize as the upstream is told; null for its default
 * @param steps denoising steps; null for the upstream's default
 * @param seed 1 to 2^63-1
 * @param requestHash SHA-256 of the canonical request, in hex
 * @param prompt the prompt, if it is to be kept
 * @param requestId the HTTP request's id
 * @param keyPrefixes of every key that it may be sent with
 * @param credits its price
 * @param sendWithin how long from now an attempt may begin
 * @param lasts how long from now an answer to it can come at most
 * @param claims what it claims besides
 */
public record Hold(
        String id,
        Client client,
        @Nullable String userTag,
        String model,
        int imagesAsked,
        @Nullable String imageSize,
        @Nullable Integer steps,
        long seed,
        String requestHash,
        @Nullable String prompt,
        @Nullable String requestId,
        List<String> keyPrefixes,
        Credits credits,
        Duration sendWithin,
        Duration lasts,
        Claims claims) {}
