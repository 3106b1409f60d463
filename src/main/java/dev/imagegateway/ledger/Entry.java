package dev.imagegateway.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generation as the books have it.
 *
 * @param id its name
 * @param state where its money is
 * @param client who asked
 * @param userTag OpenAI's field {@code user}
 * @param model what was asked
 * @param imagesAsked how many images were asked for
 * @param imagesDelivered how many the upstream gave, once it ended
 * @param imageSize as asked
 * @param steps as asked
 * @param seed the one that was sent
 * @param requestHash SHA-256 of the canonical request
 * @param requestId the HTTP request's id
 * @param keyPrefixes first characters of the keys that it may have been sent with; of one key once that is known
 * @param attempts POSTs that went upstream; null where the process died before it could tell
 * @param inferenceId the upstream's id
 * @param upstreamRequestId the upstream's other id
 * @param creditsHeld what was set aside
 * @param creditsUsed what was spent, if it is settled
 * @param evidence who says so
 * @param outcome {@code succeeded} or a problem's code
 * @param hourAt start of the hour it belongs to, milliseconds
 * @param dayAt start of the day it belongs to, milliseconds
 * @param monthAt start of the month it belongs to, milliseconds
 * @param heldAt when it was held
 * @param deadline after which no answer can come
 * @param endedAt when it ended
 * @param vendorCredits what the vendor's books say
 * @param reconciledAt since when they say all
 * @param answer where each of its images can be fetched, or could once; empty where nobody can say
 */
public record Entry(
        String id,
        State state,
        String client,
        @Nullable String userTag,
        String model,
        int imagesAsked,
        @Nullable Integer imagesDelivered,
        @Nullable String imageSize,
        @Nullable Integer steps,
        long seed,
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
