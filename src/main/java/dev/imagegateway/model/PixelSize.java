package dev.imagegateway.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The size of an image.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PixelSize(long width, long height) {

    private static final BigDecimal MEGAPIXEL = BigDecimal.valueOf(1_000_000);

    /** Returns the megapixels that are billed: rounded up, and at least one. */
    public long billedMegapixels() {
        return BigDecimal.valueOf(width)
                .multiply(BigDecimal.valueOf(height))
                .divide(MEGAPIXEL, 0, RoundingMode.CEILING)
                .max(BigDecimal.ONE)
                .longValueExact();
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
