package dev.imagegateway.model;

import dev.imagegateway.image.Credits;
import java.math.BigDecimal;

/**
 * What a request is expected to cost, as answers show it.
 *
 * @param credits AIML credits
 * @param usd the same in US dollars
 */
public record Price(long credits, BigDecimal usd) {

    /** What so many credits are worth. */
    public static Price of(Credits price) {
        return new Price(price.amount(), price.usd());
    }
}
