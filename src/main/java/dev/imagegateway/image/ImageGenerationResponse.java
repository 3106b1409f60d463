package dev.imagegateway.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The response, which has the same format whatever the upstream sent.
 *
 * @param created when the images were made, in seconds since the epoch (required by OpenAI's clients)
 * @param data the images without duplicates, in the requested format
 * @param hasNsfwConcepts for each image of {@code data}, whether the upstream's safety checker blocked it; left out
 *     unless this is known for every image
 * @param seed the seed that was sent upstream; the same request with this seed makes the same
 *     images; left out if the model has none
 * @param meta the cost
 * @param providerMetadata what the upstream states about the images; left out if it states nothing, and in responses
 *     from the ledger
 */
public record ImageGenerationResponse(
        long created,
        List<Image> data,

        @JsonProperty("has_nsfw_concepts") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<Boolean> hasNsfwConcepts,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long seed,
        Meta meta,

        @JsonProperty("provider_metadata") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        ProviderMetadata providerMetadata) {

    /** Creates a response. */
    public static ImageGenerationResponse of(
            Instant created,
            List<Image> data,
            Optional<List<Boolean>> hasNsfwConcepts,
            @Nullable Long seed,
            Credits used,
            ProviderMetadata metadata) {
        return new ImageGenerationResponse(
                created.getEpochSecond(),
                data,
                hasNsfwConcepts.orElse(null),
                seed,
                new Meta(new Usage(used.amount(), used.usd())),
                metadata.isEmpty() ? null : metadata);
    }

    /**
     * An image: {@code url} or {@code b64_json} in JSON.
     *
     * @param url the URL to fetch
     * @param bytes the bytes, if there is no such URL
     * @param mediaType media type of the {@code data:} URL with the bytes; null for {@code b64_json}
     */
    @JsonSerialize(using = ImageSerializer.class)
    public record Image(
            @Nullable String url,
            @Nullable ImageBytes bytes,
            @Nullable String mediaType) {

        /** An image with a URL to fetch. */
        public static Image at(String url) {
            return new Image(url, null, null);
        }

        /** An inline image, as {@code b64_json}. */
        public static Image inline(ImageBytes bytes) {
            return new Image(null, bytes, null);
        }

        /** An inline image, as a {@code data:} URL. */
        public static Image dataUrl(String mediaType, ImageBytes bytes) {
            return new Image(null, bytes, mediaType);
        }
    }

    /**
     * Metadata of the generation.
     *
     * @param usage the cost
     */
    public record Meta(Usage usage) {}

    /**
     * The cost of a generation.
     *
     * @param creditsUsed whole AIML credits
     * @param usdSpent the same in US dollars, exactly
     */
    public record Usage(
            @JsonProperty("credits_used") long creditsUsed,
            @JsonProperty("usd_spent") BigDecimal usdSpent) {}
}
