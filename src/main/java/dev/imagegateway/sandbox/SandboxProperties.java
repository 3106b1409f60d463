package dev.imagegateway.sandbox;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Profile;

/**
 * The behaviour of the simulated AIML API. Defaults marked as guess are not documented by the vendor.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for any free port
 * @param publicUrl base of the image URLs; the server's own address by default
 * @param apiKeys upstream keys that may generate; the first 8 characters (the prefix that names a key in the logs) must
 *     differ
 * @param managementKeys keys that may read every key's logs, but neither generate nor read the ledger
 * @param responseProfile version of the vendor's responses
 * @param latency how long a generation takes
 * @param multipleOf32 what happens to a width or height that is not a multiple of 32: the vendor's text requires it,
 *     its schema does not (guess: accept)
 * @param unknownModelStatus 404, or 400 as in 2024–25 (guess: 404)
 * @param unsafeWord a prompt with this word gets an all-black image, which is billed
 * @param balance credits of the account; 2,000,000 credits are 1 USD
 * @param holdCredits credits that must be free for a request to start; its cost by default (the vendor's number is
 *     unknown)
 * @param creditsPerImage price of an image of Stable Diffusion 3, of any size (derived from fal's list price × 1.3)
 * @param ledgerDelay until a charge appears in the ledger and in the balance (guess)
 * @param logDelay until a request appears in the usage logs (guess)
 * @param imageTtl how long an image can be downloaded (the vendor documents nothing)
 * @param logsPerMinute requests to /v2/logs per key in 60 s before a 429 (the only limit that the vendor documents)
 * @param maxConcurrent concurrent generations before a 429; 0 for no limit (the vendor's number is unknown)
 * @param idleTimeout time after which an idle connection is closed (guess)
 */
@ConfigurationProperties("sandbox")
@Profile("sandbox") // elsewhere nothing reads SANDBOX_PORT, which Kubernetes sets beside a service called sandbox
public record SandboxProperties(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("8089") int port,
        @Nullable URI publicUrl,
        @DefaultValue("sandbox-upstream-key") List<String> apiKeys,
        @DefaultValue List<String> managementKeys,
        @DefaultValue("current") ResponseProfile responseProfile,
        @DefaultValue Latency latency,
        @DefaultValue("accept") MultipleOf32 multipleOf32,
        @DefaultValue("404") int unknownModelStatus,
        @DefaultValue("nsfw") String unsafeWord,
        @DefaultValue("200000000") long balance,
        @Nullable Long holdCredits,
        @DefaultValue("91000") long creditsPerImage,
        @DefaultValue("3s") Duration ledgerDelay,
        @DefaultValue("15s") Duration logDelay,
        @DefaultValue("1h") Duration imageTtl,
        @DefaultValue("200") int logsPerMinute,
        @DefaultValue("0") int maxConcurrent,
        @DefaultValue("65s") Duration idleTimeout) {

    /** Copies the lists and rejects invalid combinations. */
    public SandboxProperties {
        apiKeys = List.copyOf(apiKeys);
        managementKeys = List.copyOf(managementKeys);
        Key.distinct(apiKeys, managementKeys);
        if (unknownModelStatus != 404 && unknownModelStatus != 400) {
            throw new IllegalArgumentException("sandbox.unknown-model-status is 404 or 400, not " + unknownModelStatus);
        }
        if (creditsPerImage < 0 || balance < 0) {
            throw new IllegalArgumentException("sandbox.credits-per-image and sandbox.balance are not negative");
        }
    }

    /** Returns the defaults. */
    public static SandboxProperties defaults() {
        return SettingsBinder.bind(Map.of());
    }

    /**
     * Returns these settings with one changed, named and formatted as in a configuration file, such as
     * {@code with("latency.fixed", "200ms")}.
     *
     * @throws IllegalArgumentException if there is no such setting or the value is invalid
     */
    public SandboxProperties with(String name, Object value) {
        return SettingsBinder.change(this, Map.of(name, value));
    }

    /** Omits the keys. */
    @Override
    public String toString() {
        return "SandboxProperties[" + host + ":" + port + ", " + responseProfile + ", " + latency + "]";
    }

    /** The versions of the vendor's responses for this model's endpoint. */
    public enum ResponseProfile {
        /** 2026: {@code data}, and {@code meta} with credits and dollars; errors as problem+json. */
        CURRENT,
        /** As {@code current}, with {@code b64_json: null} in each item. */
        CURRENT_NULL,
        /** January to March 2026: credits only. */
        EARLY2026,
        /** September and October 2025: {@code images}, repeated as {@code data}. */
        HYBRID,
        /** Until September 2025: fal's response with status 201 and without cost; the one in the vendor's example. */
        LEGACY
    }

    /** What happens to a size that is not a multiple of 32. */
    public enum MultipleOf32 {
        /** 400. */
        REJECT,
        /** Drawn with the nearest multiple. */
        ROUND,
        /** Drawn as requested. */
        ACCEPT
    }

    /**
     * How long a generation takes.
     *
     * @param mode {@code realistic}: log-normal around the GPU time for the requested steps and pixels, plus 0.8–2 s
     * @param fixed the total time in mode {@code fixed}
     * @param seed makes times, seeds and ids reproducible; by default they are random
     */
    public record Latency(
            @DefaultValue("fixed") Mode mode,
            @DefaultValue("0s") Duration fixed,
            @Nullable Long seed) {
        /** The source of the duration. */
        public enum Mode {
            /** Constant. */
            FIXED,
            /** Estimated from the vendor's published samples. */
            REALISTIC
        }
    }
}
