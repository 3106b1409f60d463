package dev.imagegateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a hold claims except credits. Either all claims succeed or none.
 *
 * @param key the caller's own key
 * @param seeded the key derived from the seed
 * @param tries the number of the try, if the caller counts tries and sent no key
 * @param acceptedAtOnce whether the caller gets 202 at once and queries the images later
 */
public record Claims(
        @Nullable Claim key,
        @Nullable Claim seeded,
        @Nullable RetryAttempt tries,
        boolean acceptedAtOnce) {

    /** No claims. */
    public static final Claims NONE = new Claims(null, null, null, false);

    /** Whether the request may adopt an earlier try. */
    public boolean mayAdopt() {
        return tries != null && tries.mayAdopt();
    }

    /** Returns these claims for a request that no earlier try answers. */
    public Claims withoutAdoption() {
        return new Claims(key, seeded, tries == null ? null : tries.withoutAdoption(), acceptedAtOnce);
    }

    /** Returns these claims for a request that repeats an even earlier try. */
    public Claims repeating(RetryAttempt earlier) {
        return new Claims(key, seeded, earlier, acceptedAtOnce);
    }

    /** Returns these claims for a request whose seed has found images that are no longer served. */
    public Claims without(String unservedGeneration) {
        return new Claims(key, seeded == null ? null : seeded.without(unservedGeneration), tries, acceptedAtOnce);
    }

    List<Claim> named() {
        return key == null
                ? seeded == null ? List.of() : List.of(seeded)
                : seeded == null ? List.of(key) : List.of(key, seeded);
    }
}
