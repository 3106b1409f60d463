package dev.imagegateway.reconciliation;

import dev.imagegateway.billing.BillingClient;
import dev.imagegateway.billing.PriceList;
import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.ObservedPrices;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Model;
import dev.imagegateway.model.Pricing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
    private final Catalogue catalogue;
    private final ObservedPrices observed;
    private final MeterRegistry meters;
    private final Map<String, AtomicLong> listed = new HashMap<>();

    PriceComparison(BillingClient books, Catalogue catalogue, ObservedPrices observed, MeterRegistry meters) {
        this.books = books;
        this.catalogue = catalogue;
        this.observed = observed;
        this.meters = meters;
    }

    /** Compares the price of every model. Returns the pause until the next comparison. */
    Duration compare() {
        var list = books.prices().orElse(null);
        if (list == null) {
            log.debug("The vendor's price list cannot be read");
            return AFTER_FAILURE;
        }
        catalogue
                .all()
                .forEach(model -> catalogue
                        .pricing(model)
                        .ifPresent(ours -> vendors(list, model, ours).ifPresent(price -> compare(model, ours, price))));
        return USUAL;
    }

    private static Optional<Credits> vendors(PriceList list, Model model, Pricing ours) {
        return switch (ours.unit()) {
            case IMAGE -> list.perImage(model.id());
            case MEGAPIXEL -> list.perMegapixel(model.id());
            // the form in which the vendor lists these is not known
            case INPUT_AND_OUTPUT_IMAGE, INPUT_IMAGE_AND_OUTPUT_MEGAPIXEL, TOKEN -> Optional.empty();
        };
    }

    private void compare(Model model, Pricing ours, Credits vendors) {
        listed.computeIfAbsent(model.id(), this::gauge).set(vendors.amount());
        observed.listed(model.id(), ours.unit().label(), vendors);
        if (Math.abs(ours.unitPrice() - vendors.amount()) > Pricing.ROUNDING) {
            log.warn(
                    "A unit ({}) of {} costs {} credits by the vendor's price list and {} by the catalogue: set"
                            + " gateway.catalogue.prices",
                    ours.unit().label(),
                    model.id(),
                    vendors.amount(),
                    ours.unitPrice());
        }
    }

    private AtomicLong gauge(String model) {
        var price = new AtomicLong();
        Gauge.builder("image.gateway.catalogue.price.vendor", price, AtomicLong::get)
                .description("The price of a unit by the vendor's price list")
                .baseUnit("credits")
                .tag("model", model)
                .register(meters);
        return price;
    }
}
