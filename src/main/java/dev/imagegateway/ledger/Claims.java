package dev.imagegateway.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a hold claims besides credits; it is all had or none.
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

    List<Claim> named() {
        return key == null
                ? seeded == null ? List.of() : List.of(seeded)
                : seeded == null ? List.of(key) : List.of(key, seeded);
    }
}
