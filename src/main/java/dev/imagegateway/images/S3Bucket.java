package dev.imagegateway.images;

import dev.imagegateway.ledger.ImageFacts;
import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.ForeignText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Calls S3. Every method throws a {@link StoreAwayException} if S3 does not respond, after the attempts of the AWS SDK, and
 * a {@link StoreRefusedException} if it refuses one call. Only the probe takes a refusal as that of the whole bucket.
 */
final class S3Bucket implements AutoCloseable {

    /** For servers that have no regions. */
    private static final String REGION_OF_AN_ENDPOINT = "us-east-1";

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private static final int MAX_REASON_LENGTH = 300;

    private final S3Client client;
    private final S3Properties properties;
    private final StoreAvailability availability;
    private final ForeignText text;

    /** @throws StartupException if the AWS SDK refuses the settings */
    S3Bucket(S3Properties properties, StoreAvailability availability) {
        this.properties = properties;
        this.availability = availability;
        var secret = properties.secretAccessKey();
        this.text = new ForeignText(secret == null ? List.of() : List.of(secret));
        try {
            this.client = client(properties);
        } catch (SdkException | IllegalArgumentException e) {
            throw new StartupException("gateway.images.s3 cannot be used: "
                    + text.line(String.valueOf(e.getMessage()), MAX_REASON_LENGTH));
        }
    }

    private static S3Client client(S3Properties properties) {
        var builder = S3Client.builder()
                .credentialsProvider(credentials(properties))
                .forcePathStyle(properties.pathStyle())
                // the gateway sends the SHA-256 that it knows
                // some servers do not understand further checksums, or bodies in chunks
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(properties.connectionTimeout())
                        .socketTimeout(properties.apiCallAttemptTimeout()))
                .overrideConfiguration(override -> override.apiCallTimeout(properties.apiCallTimeout())
                        .apiCallAttemptTimeout(properties.apiCallAttemptTimeout())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(properties.attempts())
                                .build()));
        if (properties.endpoint() != null) {
            builder.endpointOverride(properties.endpoint());
        }
        if (!properties.region().isBlank()) {
            builder.region(Region.of(properties.region()));
        } else if (properties.endpoint() != null) {
            builder.region(Region.of(REGION_OF_AN_ENDPOINT));
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Properties properties) {
        var secret = properties.secretAccessKey();
        return secret == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(properties.accessKeyId(), secret.expose()));
    }

    /** Stores a file. S3 refuses it if what arrives has another SHA-256. */
    void put(String key, Path file, ImageFacts facts) throws IOException {
        var request = PutObjectRequest.builder()
                .bucket(properties.bucket())
                .key(key)
                .contentType(facts.mediaType())
                .metadata(Map.of("sha256", facts.sha256()))
                .checksumSHA256(
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(facts.sha256())));
        switch (properties.serverSideEncryption()) {
            case NONE -> {}
            case AES256 -> request.serverSideEncryption(ServerSideEncryption.AES256);
            case AWS_KMS -> {
                request.serverSideEncryption(ServerSideEncryption.AWS_KMS);
                if (!properties.kmsKeyId().isBlank()) {
                    request.ssekmsKeyId(properties.kmsKeyId());
                }
            }
        }
        call(() -> client.putObject(request.build(), RequestBody.fromFile(file)));
    }

    /**
     * Opens a part of an object. Returns when the status has arrived.
     *
     * @param range value of the header; null for the whole object
     * @throws FileNotFoundException if there is no such object
     */
    ResponseInputStream<GetObjectResponse> get(String key, @Nullable String range) throws IOException {
        try {
            return call(() -> client.getObject(
                    request -> request.bucket(properties.bucket()).key(key).range(range)));
        } catch (NoSuchKeyException _) {
            throw new FileNotFoundException(key);
        }
    }

    /** Deletes an object, if there is one. */
    void delete(String key) throws IOException {
        call(() -> client.deleteObject(
                request -> request.bucket(properties.bucket()).key(key)));
    }

    /** Receives a part of a list. */
    interface Page {
        void accept(List<S3Object> objects) throws IOException;
    }

    /** Lists all objects under the prefix, page by page. */
    void list(Page page) throws IOException {
        var next = ListObjectsV2Request.builder().bucket(properties.bucket()).prefix(properties.prefix());
        @Nullable String token;
        do {
            var request = next.build();
            var listed = call(() -> client.listObjectsV2(request));
            page.accept(listed.contents());
            token = Boolean.TRUE.equals(listed.isTruncated()) ? listed.nextContinuationToken() : null;
            next.continuationToken(token);
        } while (token != null);
    }

    /** Finds out whether the bucket responds, unless that was known within this time. */
    void probe(Duration within) throws IOException {
        if (!availability.isConfirmed(within)) {
            try {
                call(() -> client.listObjectsV2(request -> request.bucket(properties.bucket())
                        .prefix(properties.prefix())
                        .maxKeys(1)));
            } catch (StoreRefusedException e) {
                availability.failed(e.reason());
                throw e;
            }
        }
    }

    private <T> T call(Supplier<T> work) throws IOException {
        try {
            var result = work.get();
            availability.responded();
            return result;
        } catch (NoSuchKeyException e) {
            availability.responded();
            throw e;
        } catch (AbortedException _) {
            // the gateway stops, which says nothing about S3
            throw new StoreAwayException();
        } catch (SdkException e) {
            if (e instanceof AwsServiceException refusal && isOfOneCall(refusal.statusCode())) {
                throw new StoreRefusedException(reason(e));
            }
            availability.failed(reason(e));
            throw new StoreAwayException();
        }
    }

    /** Whether a status says something about one call only. Wrong credentials are found by the probe. */
    private static boolean isOfOneCall(int status) {
        return status >= 400 && status < 500 && status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS;
    }

    private String reason(SdkException failure) {
        if (failure instanceof AwsServiceException refusal) {
            var details = refusal.awsErrorDetails();
            var code = details == null ? "" : text.word(Objects.requireNonNullElse(details.errorCode(), ""));
            return "S3 responded " + refusal.statusCode() + (code.isEmpty() ? "" : " " + code);
        }
        return text.line(String.valueOf(failure.getMessage()), MAX_REASON_LENGTH);
    }

    @Override
    public void close() {
        client.close();
    }
}
