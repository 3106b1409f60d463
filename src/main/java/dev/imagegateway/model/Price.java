package dev.imagegateway.model;

import dev.imagegateway.image.Credits;
import java.math.BigDecimal;

/**
 * The expected cost of a request, as shown in responses.
 *
 * @param credits AIML credits
 * @param usd the same in US dollars
 */
public record Price(long credits, BigDecimal usd) {

    /** Converts credits. */
    public static Price of(Credits price) {
        return new Price(price.amount(), price.usd());
    }
}
