package dev.imagegateway.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * The answer, always of this one shape whatever the upstream sent.
 *
 * @param created when the images were made, in seconds since 1970 (OpenAI's clients need it)
 * @param data each image once, in the form that was asked for
 * @param seed the seed that was sent upstream: the same request with it makes the same images again
 * @param meta what it cost
 */
public record ImageGenerationResponse(long created, List<Image> data, long seed, Meta meta) {

    /** Puts an answer together. */
    public static ImageGenerationResponse of(Instant created, List<Image> data, long seed, Credits used) {
        return new ImageGenerationResponse(
                created.getEpochSecond(), data, seed, new Meta(new Usage(used.amount(), used.usd())));
    }

    /**
     * One image: {@code url} or {@code b64_json} in JSON.
     *
     * @param url where to fetch it
     * @param bytes its bytes, where there is no such URL
     * @param mediaType of the {@code data:} URL that holds the bytes; null for {@code b64_json}
     */
    @JsonSerialize(using = ImageSerializer.class)
    public record Image(
            @Nullable String url,
            @Nullable ImageBytes bytes,
            @Nullable String mediaType) {

        /** An image to fetch. */
        public static Image at(String url) {
            return new Image(url, null, null);
        }

        /** An image in the answer itself, as {@code b64_json}. */
        public static Image inline(ImageBytes bytes) {
            return new Image(null, bytes, null);
        }

        /** An image in the answer itself, as a {@code data:} URL. */
        public static Image dataUrl(String mediaType, ImageBytes bytes) {
            return new Image(null, bytes, mediaType);
        }
    }

    /**
     * Facts about the generation.
     *
     * @param usage what it cost
     */
    public record Meta(Usage usage) {}

    /**
     * What a generation cost.
     *
     * @param creditsUsed whole AIML credits
     * @param usdSpent the same in US dollars, exactly
     */
    public record Usage(
            @JsonProperty("credits_used") long creditsUsed,
            @JsonProperty("usd_spent") BigDecimal usdSpent) {}
}
