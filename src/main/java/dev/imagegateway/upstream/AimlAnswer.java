package dev.imagegateway.upstream;

import dev.imagegateway.image.Credits;
import dev.imagegateway.image.GeneratedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads every body that AIML has sent for images since 2024: {@code images} alone (until September 2025), both
 * {@code images} and {@code data} (October 2025), {@code data} alone since, with the cost as {@code tokens_used} and
 * later {@code credits_used}, or without {@code meta}.
 */
final class AimlAnswer {

    /** More than any bill of one request could be: what is above it is a fault, not a cost. */
    private static final BigDecimal ABSURD = BigDecimal.valueOf(1_000_000_000_000L);

    private AimlAnswer() {}

    /** The images, each once: a hybrid body lists the same ones under both names, maybe at different hosts. */
    static List<GeneratedImage> images(JsonNode body) {
        var data = images(body, "data");
        return data.isEmpty() ? images(body, "images") : data;
    }

    private static List<GeneratedImage> images(JsonNode body, String field) {
        var images = new LinkedHashSet<GeneratedImage>();
        for (var entry : body.path(field)) {
            var url = text(entry, "url");
            var base64 = text(entry, "b64_json");
            var fetchable = url != null && (url.startsWith("https://") || url.startsWith("http://")) ? url : null;
            if (fetchable != null || base64 != null) {
                images.add(new GeneratedImage(fetchable, base64));
            }
        }
        return new ArrayList<>(images);
    }

    /** Both fields are often present with one of them null. */
    private static @Nullable String text(JsonNode entry, String field) {
        var value = entry.path(field);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }

    /** The cost as the body states it, or else as the header {@code x-aimlapi-credits-used} does. */
    static Optional<Credits> cost(JsonNode body, @Nullable String header) {
        var usage = body.path("meta").path("usage");
        return credits(usage.path("credits_used"))
                .or(() -> credits(usage.path("tokens_used")))
                .or(() -> credits(header));
    }

    private static Optional<Credits> credits(JsonNode node) {
        return node.isNumber() ? credits(node.decimalValue()) : Optional.empty();
    }

    private static Optional<Credits> credits(@Nullable String header) {
        if (header == null || !header.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return credits(new BigDecimal(header));
    }

    /** The schema says number, every sample is an integer; a fraction would be rounded against us. */
    private static Optional<Credits> credits(BigDecimal amount) {
        return amount.signum() < 0 || amount.compareTo(ABSURD) > 0
                ? Optional.empty()
                : Optional.of(
                        new Credits(amount.setScale(0, RoundingMode.CEILING).longValueExact()));
    }
}
