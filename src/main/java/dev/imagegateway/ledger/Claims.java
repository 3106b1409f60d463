package dev.imagegateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a hold claims besides credits. It gets all of it or nothing.
 *
 * @param key the name that the caller gave the request
 * @param seeded the name that its seed gives it
 * @param tries which try it is, where the caller counts them and gave no name
 * @param adopts whether an earlier try may answer it
 * @param answered whether the caller is told at once, and asks for the images later
 */
public record Claims(
        @Nullable Claim key,
        @Nullable Claim seeded,
        @Nullable RetryAttempt tries,
        boolean adopts,
        boolean answered) {

    /** Nothing. */
    public static final Claims NONE = new Claims(null, null, null, false, false);

    /** These claims for a request that no earlier try answers. */
    public Claims withoutAdoption() {
        return new Claims(key, seeded, tries, false, answered);
    }

    /** Whether an earlier request's generation can answer one that claims this. */
    boolean canBeAnswered() {
        return key != null || seeded != null || (tries != null && adopts);
    }

    List<Claim> named() {
        return key == null
                ? seeded == null ? List.of() : List.of(seeded)
                : seeded == null ? List.of(key) : List.of(key, seeded);
    }
}
