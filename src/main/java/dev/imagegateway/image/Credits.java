package dev.imagegateway.image;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of AIML credits. Always an integer, because money must not be a floating-point number.
 *
 * @param amount whole credits, 0 or more
 */
public record Credits(long amount) {

    /** Credits per US dollar, exactly (AIML, "How can I track my funds?"). */
    private static final BigDecimal PER_USD = BigDecimal.valueOf(2_000_000);

    /** @throws IllegalArgumentException for a negative amount */
    public Credits {
        if (amount < 0) {
            throw new IllegalArgumentException("credits must not be negative");
        }
    }

    /**
     * Converts US dollars, rounded up to whole credits.
     *
     * @throws IllegalArgumentException for a negative amount
     * @throws ArithmeticException if the result exceeds a {@code long}
     */
    public static Credits ofUsd(BigDecimal usd) {
        return new Credits(
                usd.multiply(PER_USD).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    /** Returns this amount multiplied by a factor. */
    public Credits times(int factor) {
        return new Credits(Math.multiplyExact(amount, factor));
    }

    /** Returns the exact value in US dollars, without trailing zeros. */
    public BigDecimal usd() {
        var usd = new BigDecimal(amount).divide(PER_USD).stripTrailingZeros();
        return usd.scale() < 0 ? usd.setScale(0) : usd;
    }
}
