package dev.imagegateway.ledger;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An image of a generation that is being settled, and that the gateway is going to keep.
 *
 * @param url the upstream's URL, from which it is copied; null if its bytes are in the store already
 * @param facts what its bytes say; null until it is copied
 * @param keep how long it is kept
 */
public record NewImage(@Nullable String url, @Nullable ImageFacts facts, Duration keep) {

    /** @throws IllegalArgumentException if there is neither a URL nor bytes in the store */
    public NewImage {
        if (url == null && facts == null) {
            throw new IllegalArgumentException("an image is copied from a URL, or is in the store already");
        }
    }
}
