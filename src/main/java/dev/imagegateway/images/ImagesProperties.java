package dev.imagegateway.images;

import dev.imagegateway.secret.Secret;
import dev.imagegateway.settings.SizeRange;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How images are kept and served ({@code gateway.images}).
 *
 * @param store {@code disk} keeps a copy of each image in a folder; {@code none} keeps nothing, and responses contain
 *     the upstream's URLs
 * @param directory the folder of {@code disk}; {@code images} in the ledger's folder by default
 * @param timeToLive how long an image is kept, 1 min to 3650 days
 * @param quota maximum size of the folder. The oldest images make room for new ones.
 * @param urlLifetime how long a URL works, 1 min to 7 days. Each response contains new ones.
 * @param signingKeys keys of 32 characters or more that sign URLs. The first one signs; the others are still accepted.
 *     If there is none, the gateway makes one at its first start and keeps it in the ledger's database.
 * @param copies maximum number of images that are copied at the same time
 * @param copyRetry how long a copy that failed is tried again, 0 to 7 days
 */
@ConfigurationProperties("gateway.images")
record ImagesProperties(
        @DefaultValue("none") StoreKind store,
        @Nullable Path directory,

        @DefaultValue("30d") @DurationMin(minutes = 1) @DurationMax(days = 3650)
        Duration timeToLive,

        @DefaultValue("10GB") @SizeRange(min = "1MB", max = "1048576GB")
        DataSize quota,

        @DefaultValue("1d") @DurationMin(minutes = 1) @DurationMax(days = 7)
        Duration urlLifetime,

        @DefaultValue List<Secret> signingKeys,
        @DefaultValue("16") @Min(1) @Max(256) int copies,

        @DefaultValue("6h") @DurationMin() @DurationMax(days = 7)
        Duration copyRetry) {

    private static final int MIN_KEY_LENGTH = 32;

    /** Where images are kept. */
    enum StoreKind {
        NONE,
        DISK
    }

    @AssertTrue(message = "signing-keys: each needs 32 characters or more; make one with: openssl rand -hex 32")
    boolean isEachSigningKeyLong() {
        return signingKeys.stream().allMatch(key -> key.expose().length() >= MIN_KEY_LENGTH);
    }

    /** How long a URL works, which its default must not extend beyond the image. */
    Duration longestUrlLifetime() {
        return urlLifetime.compareTo(timeToLive) < 0 ? urlLifetime : timeToLive;
    }

    boolean isKept() {
        return store != StoreKind.NONE;
    }
}
