package dev.imagegateway.upstream;

import dev.imagegateway.image.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Parses amounts of credits as AIML writes them in responses, headers and billing records. */
public final class AimlCredits {

    /** Higher than any bill of a single request. A higher value is an error, not a cost. */
    private static final BigDecimal MAX_PLAUSIBLE = BigDecimal.valueOf(1_000_000_000_000L);

    /** Rejects numbers with more decimal places, whose rounding would be expensive. */
    private static final int MAX_DECIMALS = 50;

    private static final Pattern PLAIN = Pattern.compile("[0-9]{1,18}(?:\\.[0-9]{1,20})?");

    private AimlCredits() {}

    /** Parses an amount in a response, which may be a number as text. The image is paid for, whatever it says. */
    static Optional<Credits> ofAnswer(JsonNode node) {
        return node.isString() ? of(node.stringValue()) : of(node);
    }

    /** Parses an amount in a body; empty if it is not a number, negative or implausibly high. */
    public static Optional<Credits> of(JsonNode node) {
        return node.isBigDecimal() || node.isIntegralNumber() ? of(node.decimalValue()) : Optional.empty();
    }

    /** Parses an amount in a header; empty if it is not a plain number or implausibly high. */
    static Optional<Credits> of(@Nullable String text) {
        return text == null || !PLAIN.matcher(text.strip()).matches()
                ? Optional.empty()
                : of(new BigDecimal(text.strip()));
    }

    /**
     * AIML's schema says number, all its examples are integers. Fractions are rounded up, so that the cost is never
     * understated.
     */
    private static Optional<Credits> of(BigDecimal amount) {
        return amount.signum() < 0 || amount.compareTo(MAX_PLAUSIBLE) > 0 || amount.scale() > MAX_DECIMALS
                ? Optional.empty()
                : Optional.of(
                        new Credits(amount.setScale(0, RoundingMode.CEILING).longValueExact()));
    }
}
