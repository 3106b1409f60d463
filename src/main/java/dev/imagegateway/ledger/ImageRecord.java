package dev.imagegateway.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An image as recorded in the ledger.
 *
 * @param id derived from the generation's id, see {@link #id(String, int)}
 * @param client the id of the client that paid for it
 * @param reason why it was removed or could not be copied; null otherwise
 * @param url the upstream's URL, which may have expired; null if the upstream sent the bytes
 * @param facts what its bytes say; null until it was copied
 * @param tries how often a copy was tried
 * @param blocked whether the vendor's safety checker blocked it, from the vendor's word or else from the bytes; null if
 *     that is not known
 */
public record ImageRecord(
        String id,
        String generation,
        String client,
        ImageState state,
        @Nullable String reason,
        @Nullable String url,
        @Nullable ImageFacts facts,
        Instant createdAt,
        Instant expiresAt,
        int tries,
        @Nullable Boolean blocked) {

    private static final String GENERATION_PREFIX = "gen-";
    private static final String PREFIX = "img-";

    /** Returns the id of an image: that of its generation with another prefix, and its position from 0. */
    public static String id(String generation, int position) {
        var unique = generation.startsWith(GENERATION_PREFIX)
                ? generation.substring(GENERATION_PREFIX.length())
                : generation;
        return PREFIX + unique + "-" + position;
    }

    /** Returns the id of the generation that an image's id is derived from. */
    public static String generation(String id) {
        return GENERATION_PREFIX + id.substring(PREFIX.length(), id.lastIndexOf('-'));
    }
}
