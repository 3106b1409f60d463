package dev.imagegateway.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A key by which later requests find a generation.
 *
 * @param kind the kind of key; not {@link MatchKind#RETRY}, which has no key
 * @param scope a client's id, or {@code *} for all clients
 * @param name SHA-256 in hex
 * @param requestHash hash of the canonical request that the key belongs to
 * @param keep how long the claim lasts
 * @param skipsLookup whether to replace an existing claim instead of matching its generation
 * @param unservedGeneration a generation to skip, because its images are no longer served; null for none
 */
public record Claim(
        MatchKind kind,
        String scope,
        String name,
        String requestHash,
        Duration keep,
        boolean skipsLookup,
        @Nullable String unservedGeneration) {

    /** @throws IllegalArgumentException for a retry */
    public Claim {
        if (kind == MatchKind.RETRY) {
            throw new IllegalArgumentException("a retry has no name");
        }
    }
}
