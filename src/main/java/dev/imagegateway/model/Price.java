package dev.imagegateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imagegateway.image.Credits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The expected cost of a request, as shown in responses.
 *
 * @param credits AIML credits that are held: the upper bound
 * @param usd the same in US dollars
 * @param unit what the model's price is for
 * @param units how many units the request has; null for tokens, which are known only afterwards
 * @param estimatedCredits the credits that it will probably cost
 */
public record Price(
        long credits,
        BigDecimal usd,
        String unit,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long units,
        @JsonProperty("estimated_credits") long estimatedCredits) {

    /**
     * Describes a price.
     *
     * @param held the credits that are held
     */
    public static Price of(Credits held, Pricing.Estimate estimate) {
        return new Price(
                held.amount(),
                held.usd(),
                estimate.unit().label(),
                estimate.unit() == PriceUnit.TOKEN ? null : estimate.units(),
                Math.min(held.amount(), estimate.likely()));
    }
}
