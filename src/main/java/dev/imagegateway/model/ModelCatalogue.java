package dev.imagegateway.model;

import dev.imagegateway.image.Credits;
import dev.imagegateway.image.ImageGenerationRequest;
import jakarta.validation.constraints.AssertTrue;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The available models and their prices ({@code gateway.catalogue}).
 *
 * @param models by their names in the API
 * @param holdPrice which price is held: {@code highest} or {@code catalogue}
 */
@ConfigurationProperties("gateway.catalogue")
public record ModelCatalogue(
        @DefaultValue Map<String, Model> models,
        @DefaultValue("highest") HoldPrice holdPrice) {

    /** Which price a hold sets aside. */
    public enum HoldPrice {
        /** The highest of the catalogue's price, the vendor's price list and the last cost that the vendor stated. */
        HIGHEST,
        /** The catalogue's price, whatever the vendor says. */
        CATALOGUE
    }

    /**
     * A model.
     *
     * @param creditsPerImage price in AIML credits per image, above 0. AIML publishes no price for
     *     {@code stable-diffusion-v3-medium}. The default of 91000 (0.0455 USD) is derived from fal's list price and
     *     AIML's mark-up on similar models.
     * @param prices further prices, each valid from a day on
     * @param revision the operator's version of the model. After a change, seeds no longer match earlier images.
     */
    public record Model(
            long creditsPerImage,
            @DefaultValue List<Price> prices,
            @DefaultValue("1") String revision) {

        private Optional<Credits> priceOn(LocalDate day) {
            if (prices.isEmpty()) {
                return creditsPerImage > 0 ? Optional.of(new Credits(creditsPerImage)) : Optional.empty();
            }
            if (!prices.stream().allMatch(Price::isComplete)) {
                return Optional.empty();
            }
            return prices.stream()
                    .filter(price -> !price.from().isAfter(day))
                    .max(Comparator.comparing(Price::from))
                    .map(Price::creditsPerImage)
                    .or(() -> Optional.of(creditsPerImage))
                    .filter(credits -> credits > 0)
                    .map(Credits::new);
        }
    }

    /**
     * A future or past price.
     *
     * @param creditsPerImage AIML credits, above 0
     * @param validFrom the first day on which it is valid, in UTC
     */
    public record Price(long creditsPerImage, @Nullable LocalDate validFrom) {

        private boolean isComplete() {
            return creditsPerImage > 0 && validFrom != null;
        }

        private LocalDate from() {
            return Objects.requireNonNull(validFrom);
        }
    }

    @AssertTrue(
            message = "no price for " + ImageGenerationRequest.MODEL + ": set gateway.catalogue.models."
                    + ImageGenerationRequest.MODEL + ".credits-per-image to more than 0, and in each of its prices"
                    + " credits-per-image and valid-from, such as 2027-01-01")
    boolean isServedModelPriced() {
        return price(ImageGenerationRequest.MODEL).isPresent();
    }

    /** Returns today's price of an image; empty if the model is unknown or one of its prices is incomplete. */
    public Optional<Credits> price(String model) {
        return Optional.ofNullable(models.get(model)).flatMap(known -> known.priceOn(LocalDate.now(ZoneOffset.UTC)));
    }

    /** Returns the revision of a model. */
    public String revision(String model) {
        var known = models.get(model);
        return known == null ? "" : known.revision();
    }

    /**
     * Returns the expected cost of images.
     *
     * @throws IllegalStateException for a model without a price, which the checks at start rule out
     */
    public Credits priceOf(String model, int images) {
        return price(model)
                .orElseThrow(() -> new IllegalStateException("no price for a served model"))
                .times(images);
    }
}
