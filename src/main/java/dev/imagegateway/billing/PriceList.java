package dev.imagegateway.billing;

import dev.imagegateway.image.Credits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * AIML's price list. Only fixed prices with one unit, an image or a megapixel, are read. The format of image prices is
 * not documented, so the names of units are guesses. Prices by token and those of the kind {@code variants} do not say
 * what an image costs.
 */
public final class PriceList {

    private static final Set<String> IMAGE = Set.of("image", "images");
    private static final Set<String> MEGAPIXEL = Set.of("megapixel", "megapixels");

    /** US dollars per image. A price of this or more is an error, not a price. */
    private static final BigDecimal ABSURD = BigDecimal.valueOf(1000);

    /** Rejects numbers with more decimal places, whose arithmetic would be expensive. */
    private static final int MOST_DECIMALS = 50;

    private final JsonNode list;

    PriceList(JsonNode list) {
        this.list = list;
    }

    /**
     * Returns the price of an image if all entries with this id or alias have the same price. Fractions of a credit are
     * rounded up.
     */
    public Optional<Credits> perImage(String model) {
        return price(model, IMAGE);
    }

    /** Returns the price of a megapixel; see {@link #perImage}. */
    public Optional<Credits> perMegapixel(String model) {
        return price(model, MEGAPIXEL);
    }

    private Optional<Credits> price(String model, Set<String> units) {
        var prices = list.path("data")
                .valueStream()
                .filter(entry -> isNamed(entry, model))
                .map(entry -> price(entry.path("pricing"), units))
                .distinct()
                .toList();
        return prices.size() == 1 ? prices.getFirst() : Optional.empty();
    }

    private static boolean isNamed(JsonNode entry, String model) {
        return entry.path("id").asString("").equals(model)
                || entry.path("aliases")
                        .valueStream()
                        .anyMatch(alias -> alias.asString("").equals(model));
    }

    private static Optional<Credits> price(JsonNode pricing, Set<String> names) {
        var units = pricing.path("units");
        // with a second unit, an image would cost more than this price
        if (!pricing.path("kind").asString("").equals("fixed")
                || !pricing.path("currency").asString("").equals("USD")
                || units.size() != 1) {
            return Optional.empty();
        }
        var unit = units.path(0);
        var price = unit.path("price");
        var per = unit.path("per");
        if (!names.contains(unit.path("name").asString("")) || !isAmount(price) || !isAmount(per)) {
            return Optional.empty();
        }
        return Optional.of(price.decimalValue().divide(per.decimalValue(), MathContext.DECIMAL64))
                .filter(usd -> usd.compareTo(ABSURD) < 0)
                .map(Credits::ofUsd);
    }

    private static boolean isAmount(JsonNode number) {
        if (!number.isNumber()) {
            return false;
        }
        var amount = number.decimalValue();
        return amount.signum() > 0 && Math.abs(amount.scale()) <= MOST_DECIMALS;
    }
}
