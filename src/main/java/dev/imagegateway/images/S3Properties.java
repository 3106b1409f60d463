package dev.imagegateway.images;

import dev.imagegateway.secret.Secret;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bucket of images ({@code gateway.images.s3}), of Amazon S3 or of any server with its protocol.
 *
 * @param bucket the bucket, which must exist
 * @param region the bucket's region; by default that of the AWS SDK's environment, or us-east-1 if there is an endpoint
 * @param endpoint http:// or https:// address of a server other than Amazon's
 * @param pathStyle whether the bucket's name is in the path of URLs instead of in their host
 * @param prefix begin of every object's key. No other ledger may use the same bucket and prefix.
 * @param serverSideEncryption {@code none} leaves it to the bucket
 * @param kmsKeyId the key for {@code aws:kms}; the account's default key if empty
 * @param accessKeyId together with the secret; without them the AWS SDK's default credentials are used
 * @param connectionTimeout time limit for a connection, 100 ms to 30 s
 * @param apiCallAttemptTimeout time limit of one attempt, and of each silence while an image is read, 100 ms to 5 min
 * @param apiCallTimeout time limit of a call with all its attempts and pauses, 100 ms to 15 min
 * @param attempts maximum number of attempts of a call, 1 to 10
 */
record S3Properties(
        @DefaultValue("") String bucket,
        @DefaultValue("") String region,
        @Nullable URI endpoint,
        @DefaultValue("false") boolean pathStyle,
        @DefaultValue("images/") String prefix,
        @DefaultValue("none") Encryption serverSideEncryption,
        @DefaultValue("") String kmsKeyId,
        @DefaultValue("") String accessKeyId,
        @Nullable Secret secretAccessKey,

        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(seconds = 30)
        Duration connectionTimeout,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
        Duration apiCallAttemptTimeout,

        @DefaultValue("25s") @DurationMin(millis = 100) @DurationMax(minutes = 15)
        Duration apiCallTimeout,

        @DefaultValue("3") @Min(1) @Max(10) int attempts) {

    private static final int MAX_PREFIX_LENGTH = 500;

    /** Who encrypts objects at rest. */
    enum Encryption {
        NONE,
        AES256,
        AWS_KMS
    }

    @AssertTrue(message = "endpoint must begin with http:// or https:// and name a host")
    boolean isEndpointAnAddress() {
        return endpoint == null
                || (endpoint.getHost() != null
                        && ("http".equalsIgnoreCase(endpoint.getScheme())
                                || "https".equalsIgnoreCase(endpoint.getScheme())));
    }

    @AssertTrue(
            message = "access-key-id and secret-access-key belong together: set both, or neither to use the AWS SDK's"
                    + " default credentials")
    boolean isAccessKeyComplete() {
        return accessKeyId.isBlank() == (secretAccessKey == null);
    }

    @AssertTrue(message = "kms-key-id is for server-side-encryption: aws:kms")
    boolean isKmsKeyUsed() {
        return kmsKeyId.isBlank() || serverSideEncryption == Encryption.AWS_KMS;
    }

    @AssertTrue(message = "prefix must have at most 500 letters, digits and -_./ and not begin with a slash")
    boolean isPrefixPlain() {
        return prefix.length() <= MAX_PREFIX_LENGTH && prefix.matches("([A-Za-z0-9._-][A-Za-z0-9._/-]*)?");
    }
}
