package dev.imagegateway.images;

import dev.imagegateway.settings.SizeRange;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
 *     from. {@code https://*.example.com} stands for all subdomains. The defaults are AIML's content network and the
 *     hosts of fal, which appear in its responses.
 * @param allowedNetworks addresses and networks that the names of allowed origins may resolve to although they are not
 *     public, such as {@code 10.1.0.0/16}
 * @param fetchTimeout time limit for the images of one response, including all tries, the pauses between them and the
 *     wait for room; a single try gets half of it
 * @param fetchRetry retries of a fetch
 * @param urlTrust how long after an image was made its URL is assumed to work, 0 to 7 days, and how long the result of
 *     a check is remembered. Afterwards the URL is checked before it is returned again.
 * @param maxImageSize maximum size of a fetched image; this model's are 1 to 2 MB
 * @param maxImagePixels maximum width times height of an image, 1 to 1,000,000,000. The default is three times 4096 x
 *     4096, the largest size of any model of AIML, and 200 MB when it is decoded.
 * @param maxResponseHeaderSize maximum size of the status line and headers that an image's host sends
 */
@ConfigurationProperties("gateway.delivery")
record DeliveryProperties(
        @DefaultValue({"https://cdn.aimlapi.com", "https://fal.media", "https://*.fal.media"})
        List<String> allowedOrigins,

        @DefaultValue List<String> allowedNetworks,

        @DefaultValue("20s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration fetchTimeout,

        @DefaultValue FetchRetry fetchRetry,

        @DefaultValue("5m") @DurationMin() @DurationMax(days = 7)
        Duration urlTrust,

        @DefaultValue("16MB") @SizeRange(min = "1B", max = "2047MB")
        DataSize maxImageSize,

        @DefaultValue("50000000") @Min(1) @Max(1_000_000_000)
        int maxImagePixels,

        @DefaultValue("64KB") @SizeRange(min = "1KB", max = "1MB")
        DataSize maxResponseHeaderSize) {

    @AssertTrue(
            message = "allowed-origins: write each as https://host or https://host:port, in lower case and without a"
                    + " path")
    boolean isEachOriginPlain() {
        return allowedOrigins.stream()
                .allMatch(origin ->
                        origin.contains("*") || OriginPattern.of(origin).isPresent());
    }

    @AssertTrue(
            message = "allowed-origins: * stands for subdomains, as in https://*.example.com; two labels or more must"
                    + " follow it")
    boolean isEachWildcardNarrow() {
        return allowedOrigins.stream()
                .allMatch(origin ->
                        !origin.contains("*") || OriginPattern.of(origin).isPresent());
    }

    @AssertTrue(message = "allowed-networks: write each as an address or with a prefix, such as 10.1.0.0/16")
    boolean isEachNetworkPlain() {
        return allowedNetworks.stream().allMatch(AddressPolicy::isNetwork);
    }
}
