package dev.imagegateway.generation;

import dev.imagegateway.image.Credits;
import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.ledger.ObservedPrices;
import dev.imagegateway.model.ModelCatalogue;
import dev.imagegateway.model.ModelCatalogue.HoldPrice;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The price that a hold sets aside. A catalogue price below the real cost would let concurrent requests overspend a
 * budget, so the hold follows what the vendor has stated until the operator decides otherwise.
 */
@Component
final class HoldPrices {

    private static final Logger log = LoggerFactory.getLogger(HoldPrices.class);

    private final ModelCatalogue catalogue;
    private final ObservedPrices observed;
    private final AtomicLong warnedOf = new AtomicLong();

    HoldPrices(ModelCatalogue catalogue, ObservedPrices observed, MeterRegistry meters) {
        this.catalogue = catalogue;
        this.observed = observed;
        Gauge.builder(
                        "image.gateway.catalogue.price.held",
                        this,
                        prices -> prices.price(ImageGenerationRequest.MODEL).amount())
                .description("Credits that are held for an image")
                .baseUnit("credits")
                .tag("model", ImageGenerationRequest.MODEL)
                .register(meters);
    }

    /** The credits to hold for images of a model. */
    Credits priceOf(String model, int images) {
        return price(model).times(images);
    }

    private Credits price(String model) {
        var listed = catalogue.priceOf(model, 1);
        if (catalogue.holdPrice() == HoldPrice.CATALOGUE) {
            return listed;
        }
        var highest = observed.highest(model)
                .filter(price -> price.amount() > listed.amount())
                .orElse(listed);
        if (warnedOf.getAndSet(highest.amount()) != highest.amount() && highest.amount() > listed.amount()) {
            log.warn(
                    "An image of {} costs {} credits and the catalogue says {}: the higher price is held. Correct"
                            + " gateway.catalogue.models.{}.credits-per-image, or set gateway.catalogue.hold-price to"
                            + " catalogue",
                    model,
                    highest.amount(),
                    listed.amount(),
                    model);
        }
        return highest;
    }
}
