package dev.imagegateway.model;

import dev.imagegateway.image.Credits;
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
 * The models that can be asked for and what they cost ({@code gateway.catalogue}).
 *
 * @param models by name on the wire
 */
@ConfigurationProperties("gateway.catalogue")
public record ModelCatalogue(@DefaultValue Map<String, Model> models) {

    /**
     * One model.
     *
     * @param creditsPerImage its price in AIML credits per image, above 0. AIML publishes no figure for
     *     {@code stable-diffusion-v3-medium}; the default of 91000 (0.0455 USD) is inferred from fal's list price and
     *     AIML's mark-up on its siblings.
     * @param prices further prices, each from a day on
     * @param revision of the model as the operator sees it: a new one forgets every image of an earlier seed
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
     * A price that is known to come, or came.
     *
     * @param creditsPerImage AIML credits, above 0
     * @param validFrom the first day, in UTC, on which it counts
     */
    public record Price(long creditsPerImage, @Nullable LocalDate validFrom) {

        private boolean isComplete() {
            return creditsPerImage > 0 && validFrom != null;
        }

        private LocalDate from() {
            return Objects.requireNonNull(validFrom);
        }
    }

    /** Today's price of one image, if the model is known, and it and all of its further prices are complete. */
    public Optional<Credits> price(String model) {
        return Optional.ofNullable(models.get(model)).flatMap(known -> known.priceOn(LocalDate.now(ZoneOffset.UTC)));
    }

    /** The revision of a model that is served. */
    public String revision(String model) {
        var known = models.get(model);
        return known == null ? "" : known.revision();
    }

    /**
     * What so many images of a model are expected to cost.
     *
     * @throws IllegalStateException for a model without a price, which start-up rules out
     */
    public Credits priceOf(String model, int images) {
        return price(model)
                .orElseThrow(() -> new IllegalStateException("no price for a served model"))
                .times(images);
    }
}
