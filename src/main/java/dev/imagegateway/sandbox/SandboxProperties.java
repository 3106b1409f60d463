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
 * How the simulated AIML API behaves. Where the vendor publishes nothing, the default is a guess and says so.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes any free one
 * @param publicUrl base of the image URLs; by default where the server listens
 * @param apiKeys upstream keys that may generate; the first 8 characters (the prefix that names a key in the logs)
 *     must differ
 * @param managementKeys keys that may read every key's logs, but neither generate nor read the ledger
 * @param responseProfile which generation of the vendor's answers is given
 * @param latency how long a generation takes
 * @param multipleOf32 what becomes of a width or height that is no multiple of 32: the vendor's text demands it, its
 *     schema does not (guess: accept)
 * @param unknownModelStatus 404, or 400 as in 2024–25 (guess: 404)
 * @param unsafeWord a prompt with this word gets an all-black image, which is billed
 * @param balance credits of the account; 2,000,000 credits are 1 USD
 * @param holdCredits credits that must be free for a request to start; by default what it will cost (the vendor's
 *     figure is unknown)
 * @param creditsPerImage price of one image, whatever its size (derived from fal's list price × 1.3)
 * @param ledgerDelay until a charge appears in the ledger and in the balance (guess)
 * @param logDelay until a request appears in the usage logs (guess)
 * @param imageTtl how long an image can be downloaded (the vendor states nothing)
 * @param logsPerMinute requests to /v2/logs per key in 60 s before a 429 (the one limit that the vendor publishes)
 * @param maxConcurrent generations at the same time before a 429; 0 sets no limit (the vendor's figure is unknown)
 * @param idleTimeout after which an idle connection is closed (guess)
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

    /** Copies the lists and refuses what could not work. */
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

    /** The defaults above. */
    public static SandboxProperties defaults() {
        return SettingsBinder.bind(Map.of());
    }

    /**
     * These settings with one changed, by the name and in the form that it has in a configuration file, such as
     * {@code with("latency.fixed", "200ms")}.
     *
     * @throws IllegalArgumentException if there is no such setting, or it can't have this value
     */
    public SandboxProperties with(String name, Object value) {
        return SettingsBinder.change(this, Map.of(name, value));
    }

    /** Everything but the keys. */
    @Override
    public String toString() {
        return "SandboxProperties[" + host + ":" + port + ", " + responseProfile + ", " + latency + "]";
    }

    /** The generations of answers that the vendor has given for this model's endpoint. */
    public enum ResponseProfile {
        /** 2026: {@code data} and {@code meta} with credits and dollars; errors as problem+json. */
        CURRENT,
        /** As {@code current}, with {@code b64_json: null} in each item. */
        CURRENT_NULL,
        /** January to March 2026: credits only. */
        EARLY2026,
        /** September and October 2025: {@code images}, and the same again as {@code data}. */
        HYBRID,
        /** Until September 2025: fal's own answer, with status 201 and no cost; the one in the vendor's example. */
        LEGACY
    }

    /** What becomes of a size that is no multiple of 32. */
    public enum MultipleOf32 {
        /** 400. */
        REJECT,
        /** Drawn at the nearest multiple. */
        ROUND,
        /** Drawn as asked. */
        ACCEPT
    }

    /**
     * How long a generation takes.
     *
     * @param mode {@code realistic}: log-normal around GPU time for the steps and pixels asked, plus 0.8–2 s
     * @param fixed the whole time in mode {@code fixed}
     * @param seed makes times, seeds and ids repeatable; by default they are not
     */
    public record Latency(
            @DefaultValue("fixed") Mode mode,
            @DefaultValue("0s") Duration fixed,
            @Nullable Long seed) {
        /** Where the time comes from. */
        public enum Mode {
            /** Always the same. */
            FIXED,
            /** Guessed from the vendor's published samples. */
            REALISTIC
        }
    }
}
