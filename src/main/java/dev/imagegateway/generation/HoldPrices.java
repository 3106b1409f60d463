package dev.imagegateway.generation;

import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.ObservedPrices;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.ImageGenerationRequest;
import dev.imagegateway.model.PriceUnit;
import dev.imagegateway.model.Pricing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Catalogue catalogue;
    private final ObservedPrices observed;
    private final MeterRegistry meters;
    /** The price of a unit that was held last, by model. */
    private final Map<String, AtomicLong> held = new ConcurrentHashMap<>();

    HoldPrices(Catalogue catalogue, ObservedPrices observed, MeterRegistry meters) {
        this.catalogue = catalogue;
        this.observed = observed;
        this.meters = meters;
        catalogue
                .all()
                .forEach(model -> catalogue
                        .pricing(model)
                        .filter(price -> price.unit() != PriceUnit.TOKEN)
                        .ifPresent(
                                price -> gauge(model.id()).set(highest(model.id(), price.unit(), price.unitPrice()))));
    }

    /** The credits to hold for a request. */
    Credits of(ImageGenerationRequest request) {
        var estimate = request.estimate();
        var model = request.model().id();
        var listed = estimate.creditsPerUnit();
        var price = highest(model, estimate.unit(), listed);
        var before = gauge(model).getAndSet(price);
        if (price > listed + Pricing.ROUNDING && before != price) {
            log.warn(
                    "A unit ({}) of {} costs {} credits and the catalogue says {}: the higher price is held. Correct"
                            + " gateway.catalogue.prices, or set gateway.catalogue.hold-price to catalogue",
                    estimate.unit().label(),
                    model,
                    price,
                    listed);
        }
        return new Credits(Math.multiplyExact(price, estimate.units()));
    }

    private long highest(String model, PriceUnit unit, long listed) {
        return catalogue.holdsCataloguePrice()
                ? listed
                : observed.highest(model, unit.label())
                        .map(price -> Math.max(listed, price.amount()))
                        .orElse(listed);
    }

    private AtomicLong gauge(String model) {
        return held.computeIfAbsent(model, name -> {
            var price = new AtomicLong();
            Gauge.builder("image.gateway.catalogue.price.held", price, AtomicLong::get)
                    .description("Credits that are held for a unit of the model's price")
                    .baseUnit("credits")
                    .tag("model", name)
                    .register(meters);
            return price;
        });
    }
}
