package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
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
 * How AIML is reached ({@code gateway.upstream}).
 *
 * @param baseUrl where its API is, without {@code /v1}
 * @param apiKey its keys, separated by commas, in the order of their use
 * @param apiKeyFile files that hold nothing but a key each, separated by commas; they come after the keys above
 * @param connectTimeout until a connection is there, TLS apart
 * @param tlsTimeout until TLS is agreed on
 * @param responseTimeout until the answer's first byte, and from then on between any two
 * @param attemptTimeout for one whole POST, from its first byte to the answer's last. AIML's edge cuts at about 100 s,
 *     so that a lower value gives up on images that are still being made, and paid.
 * @param generationTimeout for all attempts together with the pauses between them
 * @param maxResponseSize the largest answer that is read, or a twelfth of the heap if that is less; four images in base64
 *     are about 8 MB
 * @param answerMemory of the heap, for the bodies of answers above 1 MB while they arrive; without it an eighth of the
 *     heap. An answer that finds no room is not read until there is some. One answer at a time may go beyond.
 * @param maxConnections open at once; each carries one request
 * @param sslBundle the Spring SSL bundle with what to trust, and to show, when AIML is reached; the platform's own
 *     trust store when empty
 * @param proxy an HTTP proxy on the way, {@code http://[user:password@]host:port}; none when empty
 * @param retry when an attempt is made again
 * @param concurrency how many POSTs may be under way at once
 * @param keys how the keys are looked after
 * @param cooldown how long nothing is sent after an intermediary has refused the gateway as such
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

        @SizeRange(min = "1MB", max = "1024GB") @Nullable DataSize answerMemory,

        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxConnections,

        @DefaultValue("") String sslBundle,
        @DefaultValue("") String proxy,
        @DefaultValue RetryProperties retry,
        @DefaultValue ConcurrencyProperties concurrency,
        @DefaultValue KeyProperties keys,
        @DefaultValue CooldownProperties cooldown) {

    @AssertTrue(message = "base-url must be an http or https URL with a host")
    boolean isBaseUrlUsable() {
        return baseUrl.getHost() != null && ("https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme()));
    }

    /** The ring's keys, in order; {@link StartupException} without one, or with one that is unusable. */
    List<RingKey> ring() {
        var ring = new ArrayList<RingKey>();
        for (var value : present(apiKey)) {
            try {
                ring.add(RingKey.of(ring.size(), Secret.of(value), keys));
            } catch (IllegalArgumentException e) {
                throw new StartupException("the key for AIML API is unusable: " + e.getMessage());
            }
        }
        for (var file : present(apiKeyFile)) {
            try {
                ring.add(RingKey.of(ring.size(), new SecretFile(Path.of(file), keys.refresh()), keys));
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

    /** A record would print the keys. */
    @Override
    public String toString() {
        return "UpstreamProperties[baseUrl=" + baseUrl + "]";
    }
}
