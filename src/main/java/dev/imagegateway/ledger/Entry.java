package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generation as stored in the ledger.
 *
 * @param id the generation's id
 * @param state the state of its credits
 * @param client the id of the client
 * @param userTag OpenAI's field {@code user}
 * @param model the requested model
 * @param imagesAsked number of images requested
 * @param priceUnits how many units of the model's price it has
 * @param imagesDelivered number of images that the upstream returned; null until it has ended
 * @param imageSize the requested size
 * @param steps the requested number of denoising steps
 * @param seed the seed that was sent; null if the model has none
 * @param requestHash SHA-256 of the canonical request
 * @param requestId the id of the HTTP request
 * @param keyPrefixes first characters of the upstream keys that may have been used; one entry once that is known
 * @param attempts number of POSTs sent upstream; null if the process died before it recorded them
 * @param inferenceId the upstream's {@code x-inference-id}
 * @param upstreamRequestId the upstream's {@code x-request-id}
 * @param creditsHeld credits that were held
 * @param creditsUsed credits spent, if settled
 * @param evidence the source of the cost
 * @param outcome {@code succeeded} or the code of a problem
 * @param hourAt start of the hour it belongs to, in milliseconds since the epoch
 * @param dayAt start of the day it belongs to, in milliseconds since the epoch
 * @param monthAt start of the month it belongs to, in milliseconds since the epoch
 * @param heldAt when it was held
 * @param deadline the time after which no response can arrive
 * @param endedAt when it ended
 * @param vendorCredits the cost according to the vendor's records
 * @param reconciledAt when the vendor's records were complete
 * @param answer the URL of each image, which may have expired; empty if unknown
 */
public record Entry(
        String id,
        State state,
        String client,
        @Nullable String userTag,
        String model,
        int imagesAsked,
        long priceUnits,
        @Nullable Integer imagesDelivered,
        @Nullable String imageSize,
        @Nullable Integer steps,
        @Nullable Long seed,
        String requestHash,
        @Nullable String requestId,
        List<String> keyPrefixes,
        @Nullable Integer attempts,
        @Nullable String inferenceId,
        @Nullable String upstreamRequestId,
        long creditsHeld,
        @Nullable Long creditsUsed,
        @Nullable Evidence evidence,
        @Nullable String outcome,
        long hourAt,
        long dayAt,
        long monthAt,
        Instant heldAt,
        Instant deadline,
        @Nullable Instant endedAt,
        @Nullable Long vendorCredits,
        @Nullable Instant reconciledAt,
        List<String> answer) {

    List<AccountKey> accounts() {
        return AccountKey.all(client, hourAt, dayAt, monthAt);
    }
}
