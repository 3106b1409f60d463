package dev.imagegateway.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * One image: exactly one of the two is there.
     *
     * @param url where to fetch it
     * @param base64 its bytes in base64
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Image(
            @Nullable String url,
            @JsonProperty("b64_json") @Nullable String base64) {

        /** An image to fetch. */
        public static Image at(String url) {
            return new Image(url, null);
        }

        /** An image in the answer itself. */
        public static Image inline(String base64) {
            return new Image(null, base64);
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
