package dev.imagegateway.upstream;

import dev.imagegateway.problem.StartupException;
import dev.imagegateway.secret.Secret;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How AIML is reached ({@code gateway.upstream}).
 *
 * @param baseUrl where its API is, without {@code /v1}
 * @param apiKey the key; empty when a file is given
 * @param apiKeyFile a file that holds nothing but the key
 * @param connectTimeout until a connection, TLS included, is there
 * @param attemptTimeout for one whole POST, from its first byte to the answer's last. AIML's edge cuts at about 100 s,
 *     so that a lower value gives up on images that are still being made, and paid.
 * @param maxResponseSize the largest answer that is read; four images in base64 are about 8 MB
 * @param maxConnections open at once
 * @param idleTimeout after which an unused connection is closed, to stay ahead of the upstream's own
 */
@ConfigurationProperties("gateway.upstream")
record UpstreamProperties(
        @DefaultValue("https://api.aimlapi.com") URI baseUrl,
        @DefaultValue("") String apiKey,
        @DefaultValue("") String apiKeyFile,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("120s") Duration attemptTimeout,
        @DefaultValue("64MB") DataSize maxResponseSize,
        @DefaultValue("10000") int maxConnections,
        @DefaultValue("15s") Duration idleTimeout) {

    /** Checks what would only fail later, in the middle of a request. */
    UpstreamProperties {
        var scheme = baseUrl.getScheme();
        if (baseUrl.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
            throw new StartupException("gateway.upstream.base-url must be an http or https URL with a host");
        }
        positive("connect-timeout", connectTimeout);
        positive("attempt-timeout", attemptTimeout);
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

    /** @throws StartupException without exactly one usable source of a key */
    Secret key() {
        if (apiKey.isBlank() == apiKeyFile.isBlank()) {
            throw new StartupException(
                    apiKey.isBlank()
                            ? "no key for AIML API: set AIML_API_KEY, or AIML_API_KEY_FILE to a file that holds it"
                            : "two keys for AIML API: set AIML_API_KEY or AIML_API_KEY_FILE, not both");
        }
        try {
            return apiKeyFile.isBlank() ? Secret.of(apiKey) : Secret.readFrom(Path.of(apiKeyFile));
        } catch (UncheckedIOException _) {
            throw new StartupException("the file named by AIML_API_KEY_FILE cannot be read");
        } catch (IllegalArgumentException e) {
            throw new StartupException("the key for AIML API is unusable: " + e.getMessage());
        }
    }

    /** A record would print the key. */
    @Override
    public String toString() {
        return "UpstreamProperties[baseUrl=" + baseUrl + "]";
    }
}
