package dev.imagegateway.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An image of a generation that is being settled, and that the gateway is going to keep.
 *
 * @param url the upstream's URL, from which it is copied; null if its bytes are in the store already
 * @param facts what its bytes say; null until it is copied
 * @param keep how long it is kept
 * @param blocked the vendor's word whether its safety checker blocked it; null if it gave none
 */
public record NewImage(
        @Nullable String url,
        @Nullable ImageFacts facts,
        Duration keep,
        @Nullable Boolean blocked) {

    /** @throws IllegalArgumentException if there is neither a URL nor bytes in the store */
    public NewImage {
        if (url == null && facts == null) {
            throw new IllegalArgumentException("an image is copied from a URL, or is in the store already");
        }
    }

    /** Whether it is blocked, as far as that is known before it is copied. The vendor's word takes precedence. */
    public @Nullable Boolean knownBlocked() {
        return (blocked != null || facts == null) ? blocked : facts.blocked();
    }
}
