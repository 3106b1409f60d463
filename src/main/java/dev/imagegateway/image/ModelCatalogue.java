package dev.imagegateway.image;

import java.util.Map;
import java.util.Optional;
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
     */
    public record Model(long creditsPerImage) {}

    /** The price of one image, if the model is known and priced above 0. */
    public Optional<Credits> price(String model) {
        return Optional.ofNullable(models.get(model))
                .map(Model::creditsPerImage)
                .filter(price -> price > 0)
                .map(Credits::new);
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
