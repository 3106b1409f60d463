package dev.imagegateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imagegateway.image.ResponseFormat;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The price of a model.
 *
 * @param unit what the price is for
 * @param credits AIML credits for each unit; null for tokens
 * @param creditsPerPromptByte upper bound of the cost of the prompt's tokens, for each UTF-8 byte; only for tokens
 * @param bounds upper bounds of the cost of an image by the values of parameters; only for tokens
 * @param source where the figures come from
 * @param asOf the day on which they were valid
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Pricing(
        PriceUnit unit,
        @Nullable Long credits,
        @Nullable Long creditsPerPromptByte,
        @Nullable List<Bound> bounds,
        @Nullable String source,
        @Nullable LocalDate asOf) {

    /** The vendor rounds amounts up from fractions, so that an image can cost a credit more than its price. */
    public static final long ROUNDING = 1;

    /**
     * An upper bound of the cost of an image.
     *
     * @param when the values of parameters for which it is valid; empty for all
     * @param credits AIML credits, above 0
     */
    public record Bound(@Nullable Map<String, Object> when, long credits) {

        private boolean isFor(ImageGenerationRequest request) {
            return when == null
                    || when.entrySet().stream()
                            .allMatch(entry -> Objects.equals(
                                    Values.canonical(entry.getValue()),
                                    Values.canonical(request.effective(entry.getKey()))));
        }
    }

    /** A price for each image. */
    public static Pricing perImage(long credits) {
        return new Pricing(PriceUnit.IMAGE, credits, null, null, null, null);
    }

    /** Returns what is wrong with it; null if it is complete. */
    @Nullable
    String fault() {
        if (unit != PriceUnit.TOKEN) {
            return credits == null || credits <= 0 ? "needs credits above 0 for each " + unit.label() : null;
        }
        if (creditsPerPromptByte != null && creditsPerPromptByte < 0) {
            return "needs credits-per-prompt-byte of 0 or more";
        }
        return bounds == null || bounds.isEmpty() || bounds.stream().anyMatch(bound -> bound.credits() <= 0)
                ? "needs bounds with credits above 0, because tokens are known only afterwards"
                : null;
    }

    /** Returns why no request for a model could have this price; null if requests can. It has no {@link #fault}. */
    @Nullable
    String faultFor(Model model) {
        var usual = new ImageGenerationRequest(model, Map.of(Model.PROMPT, ""), ResponseFormat.URL, null, this);
        return unit.countsPixels() && usual.pixels() == null
                ? "cannot be for each " + unit.label() + ", because the sizes of " + model.id()
                        + " are not known in pixels; use image"
                : null;
    }

    /**
     * Estimates the cost of a request.
     *
     * @return null if the price does not cover the request: none of its bounds is for these values
     */
    public @Nullable Estimate estimate(ImageGenerationRequest request) {
        var images = (long) request.imagesAsked();
        return switch (unit) {
            case IMAGE -> flat(images);
            case MEGAPIXEL -> byPixels(request, images, 0);
            case INPUT_IMAGE_AND_OUTPUT_MEGAPIXEL -> byPixels(request, images, request.references());
            case INPUT_AND_OUTPUT_IMAGE -> flat(images + request.references());
            case TOKEN -> tokens(request, images);
        };
    }

    /** The price of a unit: credits, or 1 for tokens, whose units are credits. */
    public long unitPrice() {
        return unit == PriceUnit.TOKEN ? 1 : Objects.requireNonNull(credits);
    }

    private @Nullable Estimate byPixels(ImageGenerationRequest request, long images, long references) {
        var pixels = request.pixels();
        return pixels == null
                ? null
                : flat(Math.addExact(Math.multiplyExact(pixels.billedMegapixels(), images), references));
    }

    private Estimate flat(long units) {
        var each = Objects.requireNonNull(credits);
        return new Estimate(unit, units, each, Math.multiplyExact(units, each));
    }

    private @Nullable Estimate tokens(ImageGenerationRequest request, long images) {
        var perByte = creditsPerPromptByte == null ? 0 : creditsPerPromptByte;
        var bytes = (long) request.promptBytes();
        return Objects.requireNonNull(bounds).stream()
                .filter(bound -> bound.isFor(request))
                .findFirst()
                .map(bound -> new Estimate(
                        unit,
                        Math.addExact(Math.multiplyExact(bound.credits(), images), bytes * perByte),
                        1,
                        // a token has about four bytes of English text
                        bound.credits() * images + Math.ceilDiv(bytes, 4) * perByte))
                .orElse(null);
    }

    /**
     * The expected cost of a request.
     *
     * @param unit what the price is for
     * @param units how many units are held at most; for tokens, credits
     * @param creditsPerUnit AIML credits; 1 for tokens
     * @param likely the credits that it will probably cost
     */
    public record Estimate(PriceUnit unit, long units, long creditsPerUnit, long likely) {}
}
