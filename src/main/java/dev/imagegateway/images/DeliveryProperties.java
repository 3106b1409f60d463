package dev.imagegateway.images;

import dev.imagegateway.settings.SizeRange;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How images are fetched ({@code gateway.delivery}).
 *
 * @param allowedOrigins scheme, host and port (if not the scheme's default) of every server that images may be fetched
 *     from. The defaults are AIML's content network and the hosts of fal that are known to appear in its responses.
 * @param fetchTimeout time limit for the images of one response, including all tries, the pauses between them and the
 *     wait for room; a single try gets half of it
 * @param fetchRetry retries of a fetch
 * @param urlTrust how long after an image was made its URL is assumed to work, 0 to 7 days, and how long the result of
 *     a check is remembered. Afterwards the URL is checked before it is returned again.
 * @param maxImageSize maximum size of a fetched image; this model's are 1 to 2 MB
 * @param maxResponseHeaderSize maximum size of the status line and headers that an image's host sends
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

        @DefaultValue("64KB") @SizeRange(min = "1KB", max = "1MB")
        DataSize maxResponseHeaderSize) {

    @AssertTrue(
            message = "allowed-origins: write each as https://host or https://host:port, in lower case and without a"
                    + " path")
    boolean isEachOriginPlain() {
        return allowedOrigins.stream()
                .allMatch(origin -> Origin.of(origin).toString().equals(origin.toString()));
    }
}
