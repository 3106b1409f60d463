package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.ForeignText;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.secret.SecretFile;
import dev.imagegateway.settings.SizeRange;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The connection to AIML ({@code gateway.upstream}).
 *
 * @param baseUrl URL of the API, without {@code /v1}
 * @param apiKey keys, separated by commas, in order of preference
 * @param apiKeyFile files with one key each, separated by commas; their keys follow those above
 * @param connectTimeout time limit for a connection, without TLS
 * @param tlsTimeout time limit for the TLS handshake
 * @param responseTimeout time limit for the first byte of the response, and between any two bytes after it
 * @param attemptTimeout time limit for a whole POST, from its first byte to the last byte of the response. AIML's edge
 *     cuts off at about 100 s. A lower value gives up on images that are still being made and will be billed.
 * @param generationTimeout time limit for all attempts including the pauses between them
 * @param maxResponseSize maximum size of a response, or a twelfth of the heap if that is less; four base64 images are
 *     about 8 MB
 * @param maxResponseHeaderSize maximum size of a response's status line and headers. AIML's have about 1 KB.
 * @param answerMemory heap for the bodies of responses above 1 MB while they arrive; an eighth of the heap by default.
 *     A response without room is not read until there is some. One response at a time may exceed this.
 * @param maxConnections maximum number of open connections; each carries one request
 * @param sslBundle the Spring SSL bundle with the trusted and presented certificates; the platform's trust store if
 *     empty
 * @param proxy an HTTP proxy, {@code http://[user:password@]host:port}; none if empty
 * @param retry retries of attempts
 * @param concurrency the limit of concurrent POSTs
 * @param keys management of the keys
 * @param cooldown how long nothing is sent after an intermediary has blocked the gateway
 * @param billingVerdict whether a 500 or 502 in AIML's error format is {@code not-billed}, as AIML documents, or
 *     {@code unknown}
 * @param billingVerdictMemory how long these count as unknown after AIML's records have shown one that was billed; 0 to
 *     keep to {@code billingVerdict}
 */
@ConfigurationProperties("gateway.upstream")
record UpstreamProperties(
        @DefaultValue("https://api.aimlapi.com") URI baseUrl,
        @DefaultValue List<String> apiKey,
        @DefaultValue List<String> apiKeyFile,

        @DefaultValue("5s") @DurationMin(millis = 10) @DurationMax(minutes = 2)
        Duration connectTimeout,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 2)
        Duration tlsTimeout,

        @DefaultValue("110s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration responseTimeout,

        @DefaultValue("120s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration attemptTimeout,

        @DefaultValue("130s") @DurationMin(millis = 100) @DurationMax(hours = 1)
        Duration generationTimeout,

        @DefaultValue("64MB") @SizeRange(min = "1B", max = "2047MB")
        DataSize maxResponseSize,

        @DefaultValue("64KB") @SizeRange(min = "1KB", max = "1MB")
        DataSize maxResponseHeaderSize,

        @SizeRange(min = "1MB", max = "1024GB") @Nullable DataSize answerMemory,

        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxConnections,

        @DefaultValue("") String sslBundle,
        @DefaultValue("") String proxy,
        @DefaultValue RetryProperties retry,
        @DefaultValue ConcurrencyProperties concurrency,
        @DefaultValue KeyProperties keys,
        @DefaultValue CooldownProperties cooldown,
        @DefaultValue("not-billed") BillingVerdict.Verdict billingVerdict,

        @DefaultValue("30d") @DurationMin() @DurationMax(days = 400)
        Duration billingVerdictMemory) {

    @AssertTrue(message = "base-url must be an http or https URL with a host, and without a user or password")
    boolean isBaseUrlUsable() {
        return baseUrl.getHost() != null
                // traces have the URL
                && baseUrl.getRawUserInfo() == null
                && ("https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme()));
    }

    /**
     * Creates the keys in order. Throws {@link StartupException} if there is none or one is unusable.
     *
     * @param foreign gets to know the keys
     */
    List<RingKey> ring(ForeignText foreign) {
        var ring = new ArrayList<RingKey>();
        for (var value : present(apiKey)) {
            try {
                ring.add(RingKey.of(ring.size(), Secret.of(value), keys, foreign));
            } catch (IllegalArgumentException e) {
                throw new StartupException("the key for AIML API is unusable: " + e.getMessage());
            }
        }
        for (var file : present(apiKeyFile)) {
            try {
                ring.add(RingKey.of(ring.size(), new SecretFile(Path.of(file), keys.refresh()), keys, foreign));
            } catch (UncheckedIOException _) {
                throw new StartupException("a file named by AIML_API_KEY_FILE cannot be read");
            } catch (IllegalArgumentException e) {
                throw new StartupException("the key for AIML API in AIML_API_KEY_FILE is unusable: " + e.getMessage());
            }
        }
        if (ring.isEmpty()) {
            throw new StartupException(
                    "no key for AIML API: set AIML_API_KEY, or AIML_API_KEY_FILE to a file that holds it");
        }
        return ring;
    }

    /** Bytes. */
    long answerBytes() {
        return answerMemory == null ? Runtime.getRuntime().maxMemory() / 8 : answerMemory.toBytes();
    }

    private static List<String> present(List<String> values) {
        return values.stream().filter(value -> !value.isBlank()).toList();
    }

    /** The default would print the keys. */
    @Override
    public String toString() {
        return "UpstreamProperties[baseUrl=" + baseUrl + "]";
    }
}
