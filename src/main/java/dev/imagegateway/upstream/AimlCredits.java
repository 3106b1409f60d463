package dev.imagegateway.upstream;

import dev.imagegateway.image.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads an amount of credits as AIML writes it, in answers, headers and its books. */
public final class AimlCredits {

    /** More than any bill of one request could be: what is above it is a fault, not a cost. */
    private static final BigDecimal ABSURD = BigDecimal.valueOf(1_000_000_000_000L);

    /** So many zeros after the point are no fraction but a burden: rounding would write each of them out. */
    private static final int MOST_DECIMALS = 50;

    private AimlCredits() {}

    /** An amount in a body; nothing if it is no number, below 0, or absurd. */
    public static Optional<Credits> of(JsonNode node) {
        return node.isNumber() ? of(node.decimalValue()) : Optional.empty();
    }

    /** An amount in a header; nothing if it is no whole number, or absurd. */
    static Optional<Credits> of(@Nullable String header) {
        if (header == null || !header.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return of(new BigDecimal(header));
    }

    /** The schema says number, every sample is an integer; a fraction would be rounded against us. */
    private static Optional<Credits> of(BigDecimal amount) {
        return amount.signum() < 0 || amount.compareTo(ABSURD) > 0 || amount.scale() > MOST_DECIMALS
                ? Optional.empty()
                : Optional.of(
                        new Credits(amount.setScale(0, RoundingMode.CEILING).longValueExact()));
    }
}
