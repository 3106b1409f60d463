package dev.imagegateway.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A name for a generation, by which later requests find it.
 *
 * @param kind what sort of a name; not {@link MatchKind#RETRY}, which needs none
 * @param scope whose: a client's id, or {@code *} for all clients
 * @param name SHA-256 in hex
 * @param requestHash of the canonical request that it stands for
 * @param keep how long it stands, from its claim
 * @param skipsLookup whether it is taken from whoever has it; nobody is answered from an earlier generation then
 * @param unservedGeneration a generation whose images are not served any more, so that it answers nobody
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
