package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.Secret;
import dev.imagegateway.secret.SecretFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * @param maxConnections open at once
 * @param idleTimeout after which an unused connection is closed, to stay ahead of the upstream's own
 * @param sslBundle the Spring SSL bundle with what to trust, and to show, when AIML is reached; the platform's own
 *     trust store when empty
 * @param proxy an HTTP proxy on the way, {@code http://[user:password@]host:port}; none when empty
 * @param retry when an attempt is made again
 * @param concurrency how many POSTs may be under way at once
 * @param keys how the keys are looked after
 * @param books how the vendor's books are read
 * @param cooldown how long nothing is sent after an intermediary has refused the gateway as such
 */
@ConfigurationProperties("gateway.upstream")
record UpstreamProperties(
        @DefaultValue("https://api.aimlapi.com") URI baseUrl,
        @DefaultValue List<String> apiKey,
        @DefaultValue List<String> apiKeyFile,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("10s") Duration tlsTimeout,
        @DefaultValue("110s") Duration responseTimeout,
        @DefaultValue("120s") Duration attemptTimeout,
        @DefaultValue("130s") Duration generationTimeout,
        @DefaultValue("64MB") DataSize maxResponseSize,
        @DefaultValue("10000") int maxConnections,
        @DefaultValue("15s") Duration idleTimeout,
        @DefaultValue("") String sslBundle,
        @DefaultValue("") String proxy,
        @DefaultValue RetryProperties retry,
        @DefaultValue ConcurrencyProperties concurrency,
        @DefaultValue KeyProperties keys,
        @DefaultValue BooksProperties books,
        @DefaultValue CooldownProperties cooldown) {

    /** Checks what would only fail later, in the middle of a request. */
    UpstreamProperties {
        var scheme = baseUrl.getScheme();
        if (baseUrl.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
            throw new StartupException("gateway.upstream.base-url must be an http or https URL with a host");
        }
        positive("connect-timeout", connectTimeout);
        positive("tls-timeout", tlsTimeout);
        positive("response-timeout", responseTimeout);
        positive("attempt-timeout", attemptTimeout);
        positive("generation-timeout", generationTimeout);
        positive("idle-timeout", idleTimeout);
        if (maxResponseSize.toBytes() < 1 || maxResponseSize.toBytes() > Integer.MAX_VALUE) {
            throw new StartupException("gateway.upstream.max-response-size must be from 1B to 2047MB");
        }
        if (maxConnections < 1) {
            throw new StartupException("gateway.upstream.max-connections must be at least 1");
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(Duration.ofHours(1)) > 0) {
            throw new StartupException("gateway.upstream." + name + " must be above 0 and at most 1h");
        }
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

    private static List<String> present(List<String> values) {
        return values.stream().filter(value -> !value.isBlank()).toList();
    }

    /** A record would print the keys. */
    @Override
    public String toString() {
        return "UpstreamProperties[baseUrl=" + baseUrl + "]";
    }
}
