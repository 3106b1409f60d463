package dev.imagegateway.images;

import dev.imagegateway.image.ImageUrl;
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
 * @param store {@code disk} keeps a copy of each image in a folder, {@code s3} in a bucket; {@code none} keeps nothing,
 *     and responses contain the upstream's URLs
 * @param directory the folder of {@code disk}; {@code images} in the ledger's folder by default
 * @param timeToLive how long an image is kept, 1 min to 3650 days
 * @param quota maximum size of all kept images. The oldest images make room for new ones.
 * @param url whose URLs clients get that have no preference: the gateway's own, or the upstream's as long as they work
 * @param urlLifetime how long a URL works, 1 min to 7 days. Each response contains new ones.
 * @param signingKeys keys of 32 characters or more that sign URLs. The first one signs; the others are still accepted.
 *     If there is none, the gateway makes one at its first start and keeps it in the ledger's database.
 * @param transferCapacity maximum bytes of images that are copied, spooled and served at the same time; a client's
 *     base64 gets three quarters of it at most. 3 MB per image are reserved before a request for base64 is sent.
 * @param transferWait how long a request waits for room, 0 to 1 min
 * @param spoolDirectory the folder for images on their way to a caller. By default, a folder of {@code disk}, and
 *     otherwise the JVM's temporary folder. It should not be in memory.
 * @param copies maximum number of images that are copied at the same time
 * @param copyRetry how long a copy that failed is tried again, 0 to 7 days
 * @param s3 the bucket of {@code s3}
 */
@ConfigurationProperties("gateway.images")
record ImagesProperties(
        @DefaultValue("disk") StoreKind store,
        @Nullable Path directory,

        @DefaultValue("30d") @DurationMin(minutes = 1) @DurationMax(days = 3650)
        Duration timeToLive,

        @DefaultValue("10GB") @SizeRange(min = "1MB", max = "1048576GB")
        DataSize quota,

        @DefaultValue("own") ImageUrl url,

        @DefaultValue("1d") @DurationMin(minutes = 1) @DurationMax(days = 7)
        Duration urlLifetime,

        @DefaultValue List<Secret> signingKeys,

        @DefaultValue("512MB") @SizeRange(min = "1MB", max = "1024GB")
        DataSize transferCapacity,

        @DefaultValue("5s") @DurationMin() @DurationMax(minutes = 1)
        Duration transferWait,

        @Nullable Path spoolDirectory,
        @DefaultValue("16") @Min(1) @Max(256) int copies,

        @DefaultValue("6h") @DurationMin() @DurationMax(days = 7)
        Duration copyRetry,

        @DefaultValue S3Properties s3) {

    private static final int MIN_KEY_LENGTH = 32;

    /** Where images are kept. */
    enum StoreKind {
        NONE,
        DISK,
        S3
    }

    @AssertTrue(message = "signing-keys: each needs 32 characters or more; make one with: openssl rand -hex 32")
    boolean isEachSigningKeyLong() {
        return signingKeys.stream().allMatch(key -> key.expose().length() >= MIN_KEY_LENGTH);
    }

    @AssertTrue(message = "store is s3: set gateway.images.s3.bucket to the name of a bucket")
    boolean isBucketNamed() {
        return store != StoreKind.S3 || !s3.bucket().isBlank();
    }

    /** How long a URL works, which its default must not extend beyond the image. */
    Duration longestUrlLifetime() {
        return urlLifetime.compareTo(timeToLive) < 0 ? urlLifetime : timeToLive;
    }

    /**
     * Returns the folder of this process. Where images are in S3, the ledger may have no folder.
     *
     * @param ledger the ledger's folder
     */
    Path folder(Path ledger) {
        if (directory != null) {
            return directory;
        }
        return store == StoreKind.S3 ? spool(ledger).resolve("image-gateway") : ledger.resolve("images");
    }

    /**
     * Returns the folder for images on their way to a caller.
     *
     * @param ledger the ledger's folder
     */
    Path spool(Path ledger) {
        if (spoolDirectory != null) {
            return spoolDirectory;
        }
        // a temporary folder may be in memory, and that of kept images is on a disk
        return store == StoreKind.DISK
                ? folder(ledger).resolve(DiskStore.INCOMPLETE)
                : Path.of(System.getProperty("java.io.tmpdir"));
    }

    boolean isKept() {
        return store != StoreKind.NONE;
    }
}
