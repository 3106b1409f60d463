package dev.imagegateway.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The size of an image.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PixelSize(long width, long height) {

    private static final Pattern WIDTH_X_HEIGHT = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    private static final BigDecimal MEGAPIXEL = BigDecimal.valueOf(1_000_000);

    /** Parses {@code WIDTHxHEIGHT}, as {@link #toString()} writes it; empty for any other text. */
    static Optional<PixelSize> parse(String text) {
        var matcher = WIDTH_X_HEIGHT.matcher(text);
        return matcher.matches()
                ? Optional.of(new PixelSize(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

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
