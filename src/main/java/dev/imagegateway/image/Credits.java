package dev.imagegateway.image;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of AIML credits. Integers end to end: money is never a floating-point number.
 *
 * @param amount whole credits, 0 or more
 */
public record Credits(long amount) {

    /** What one US dollar buys, exactly (AIML, "How can I track my funds?"). */
    private static final BigDecimal PER_USD = BigDecimal.valueOf(2_000_000);

    /** @throws IllegalArgumentException for a negative amount */
    public Credits {
        if (amount < 0) {
            throw new IllegalArgumentException("credits must not be negative");
        }
    }

    /**
     * What so many US dollars are; a part of a credit counts as a whole one.
     *
     * @throws IllegalArgumentException for a negative amount
     * @throws ArithmeticException for more credits than a {@code long} holds
     */
    public static Credits ofUsd(BigDecimal usd) {
        return new Credits(
                usd.multiply(PER_USD).setScale(0, RoundingMode.CEILING).longValueExact());
    }

    /** This amount so many times. */
    public Credits times(int factor) {
        return new Credits(Math.multiplyExact(amount, factor));
    }

    /** The exact value in US dollars, without trailing zeros. */
    public BigDecimal usd() {
        var usd = new BigDecimal(amount).divide(PER_USD).stripTrailingZeros();
        return usd.scale() < 0 ? usd.setScale(0) : usd;
    }
}
