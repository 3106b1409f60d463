package dev.imagegateway.generation;

import dev.imagegateway.image.Credits;
import java.math.BigDecimal;

/**
 * What a request is expected to cost, as answers show it.
 *
 * @param credits AIML credits
 * @param usd the same in US dollars
 */
record Price(long credits, BigDecimal usd) {

    static Price of(Credits price) {
        return new Price(price.amount(), price.usd());
    }
}
