package dev.imagegateway.reconciliation;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.ObservedPrices;
import dev.imagegateway.model.ModelCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the catalogue's prices with the vendor's price list. Reports differences, and lets holds follow the list.
 * Not thread-safe.
 */
final class PriceComparison {

    /** When to retry if the price list could not be read. */
    static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(PriceComparison.class);

    private static final Duration USUAL = Duration.ofDays(1);

    private final BillingClient books;
    private final ModelCatalogue catalogue;
    private final ObservedPrices observed;
    private final MeterRegistry meters;
    private final Map<String, AtomicLong> listed = new HashMap<>();

    PriceComparison(BillingClient books, ModelCatalogue catalogue, ObservedPrices observed, MeterRegistry meters) {
        this.books = books;
        this.catalogue = catalogue;
        this.observed = observed;
        this.meters = meters;
    }

    /** Compares the price of every model. Returns the pause until the next comparison. */
    Duration compare() {
        var next = USUAL;
        for (var model : catalogue.models().keySet()) {
            var vendors = books.pricePerImage(model);
            if (vendors.isEmpty()) {
                log.debug("The vendor's price of {} cannot be read", model);
                next = AFTER_FAILURE;
            }
            vendors.ifPresent(price -> compare(model, price));
        }
        return next;
    }

    private void compare(String model, Credits vendors) {
        listed.computeIfAbsent(model, this::gauge).set(vendors.amount());
        observed.listed(model, vendors);
        catalogue
                .price(model)
                .filter(ours -> !ours.equals(vendors))
                .ifPresent(ours -> log.warn(
                        "An image of {} costs {} credits by the vendor's price list and {} by the catalogue: set"
                                + " gateway.catalogue.models.{}.credits-per-image",
                        model,
                        vendors.amount(),
                        ours.amount(),
                        model));
    }

    private AtomicLong gauge(String model) {
        var price = new AtomicLong();
        Gauge.builder("image.gateway.catalogue.price.vendor", price, AtomicLong::get)
                .description("An image's price by the vendor's price list")
                .baseUnit("credits")
                .tag("model", model)
                .register(meters);
        return price;
    }
}
