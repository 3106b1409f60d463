package dev.imagegateway.ledger;

import java.time.Duration;

/**
 * A key by which later requests find a generation.
 *
 * @param kind the kind of key; not {@link MatchKind#RETRY}, which has no key
 * @param scope a client's id, or {@code *} for all clients
 * @param name SHA-256 in hex
 * @param requestHash hash of the canonical request that the key belongs to
 * @param keep how long the claim lasts
 * @param onExisting what happens to an existing claim of the same key
 */
public record Claim(
        MatchKind kind, String scope, String name, String requestHash, Duration keep, OnExisting onExisting) {

    /** What happens to an existing claim of the same key. */
    public sealed interface OnExisting {

        /** Its generation answers the request. */
        record Match() implements OnExisting {}

        /** It is replaced without a lookup. */
        record Replace() implements OnExisting {}

        /** It is replaced if it is this generation's, whose images are no longer served. Others answer the request. */
        record ReplaceUnserved(String generation) implements OnExisting {}
    }

    /** @throws IllegalArgumentException for a retry */
    public Claim {
        if (kind == MatchKind.RETRY) {
            throw new IllegalArgumentException("a retry has no name");
        }
    }

    /** Whether an existing claim of this key can answer the request. */
    public boolean isLookedUp() {
        return !(onExisting instanceof OnExisting.Replace);
    }

    /** Whether the claim of this generation is replaced. */
    boolean replaces(String generation) {
        return switch (onExisting) {
            case OnExisting.Match _ -> false;
            case OnExisting.Replace _ -> true;
            case OnExisting.ReplaceUnserved unserved -> unserved.generation().equals(generation);
        };
    }

    /** Returns this claim for a request that a generation cannot answer, because its images are no longer served. */
    public Claim without(String unserved) {
        return new Claim(kind, scope, name, requestHash, keep, new OnExisting.ReplaceUnserved(unserved));
    }
}
