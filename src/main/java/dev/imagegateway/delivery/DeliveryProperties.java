package dev.imagegateway.delivery;

import dev.imagegateway.settings.SizeRange;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How image bytes are fetched ({@code gateway.delivery}).
 *
 * @param allowedOrigins scheme, host and, where it is not the scheme's own, port of every server that images may be
 *     fetched from. The defaults are AIML's content network and the hosts of fal that are known to appear in its
 *     answers.
 * @param fetchTimeout for the images of one answer, with all tries, the pauses between them and the wait for memory; a
 *     single try has half of it
 * @param fetchRetry when an image is asked for again
 * @param urlTrust how long after an image was made its URL is taken to work, 0 to 7 days, and how long it is remembered
 *     that a URL was found to work, or not to any more; then it is tried before it is handed out again
 * @param maxImageSize the largest image that is fetched; this model's are 1 to 2 MB
 * @param base64Memory of the heap, for images that are answered as base64, three quarters of it for any one client;
 *     without it 40 % of the heap. 3 MB are expected for each image before anything is sent; bytes are read only when
 *     there is room for as many as their host announces, or for max-image-size where it announces nothing.
 */
@ConfigurationProperties("gateway.delivery")
record DeliveryProperties(
        @DefaultValue({"https://cdn.aimlapi.com", "https://v3b.fal.media", "https://v3.fal.media", "https://fal.media"})
        List<URI> allowedOrigins,

        @DefaultValue("20s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration fetchTimeout,

        @DefaultValue FetchRetry fetchRetry,

        @DefaultValue("5m") @DurationMin() @DurationMax(days = 7)
        Duration urlTrust,

        @DefaultValue("16MB") @SizeRange(min = "1B", max = "2047MB")
        DataSize maxImageSize,

        @SizeRange(min = "1MB", max = "1024GB") @Nullable DataSize base64Memory) {

    private static final double USUAL_PART = 0.4;

    @AssertTrue(
            message = "allowed-origins: write each as https://host or https://host:port, in lower case and without a"
                    + " path")
    boolean isEachOriginPlain() {
        return allowedOrigins.stream()
                .allMatch(origin -> Origin.of(origin).toString().equals(origin.toString()));
    }

    /** Bytes. */
    long base64Bytes() {
        return base64Memory == null
                ? Math.round(Runtime.getRuntime().maxMemory() * USUAL_PART)
                : base64Memory.toBytes();
    }
}
