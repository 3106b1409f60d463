package dev.imagegateway.reconciliation;

import dev.imagegateway.image.Credits;
import dev.imagegateway.ledger.ObservedPrices;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Model;
import dev.imagegateway.model.Pricing;
import dev.imagegateway.telemetry.GaugeGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Compares the catalogue's prices with the vendor's price list and with what was billed last, for each unit. */
public final class PriceDrift {

    private final Catalogue catalogue;
    private final ObservedPrices observed;
    private final GaugeGroup drifts;

    PriceDrift(Catalogue catalogue, ObservedPrices observed, MeterRegistry meters) {
        this.catalogue = catalogue;
        this.observed = observed;
        this.drifts = new GaugeGroup(MultiGauge.builder("image.gateway.catalogue.price.drift")
                .description("The vendor's price of a unit minus the catalogue's; 0 within a credit")
                .baseUnit("credits")
                .register(meters));
    }

    /**
     * The prices of a unit, in credits.
     *
     * @param model the model's id
     * @param unit what the price is for
     * @param catalogue the catalogue's price; 1 for tokens, whose units are the credits of the bound
     * @param listed the price in the vendor's list; null if it is not known
     * @param billed the price by what the vendor billed last; null if nothing was
     */
    public record Prices(
            String model,
            String unit,
            long catalogue,
            @Nullable Long listed,
            @Nullable Long billed) {

        private boolean isDifferent() {
            return drift(listed) != 0 || drift(billed) != 0;
        }

        private long drift(@Nullable Long price) {
            return price == null || Math.abs(price - catalogue) <= Pricing.ROUNDING ? 0 : price - catalogue;
        }
    }

    /** Returns the models whose prices differ, in the order of the catalogue. */
    public List<Prices> different() {
        return known().stream().filter(Prices::isDifferent).toList();
    }

    /** Updates the gauges, which exist for prices that are known. */
    void measure() {
        var now = new HashMap<Tags, DoubleSupplier>();
        for (var prices : known()) {
            add(now, prices, "listed", prices.listed());
            add(now, prices, "billed", prices.billed());
        }
        drifts.set(now);
    }

    private static void add(Map<Tags, DoubleSupplier> gauges, Prices prices, String source, @Nullable Long price) {
        if (price != null) {
            var drift = prices.drift(price);
            gauges.put(Tags.of("model", prices.model(), "source", source), () -> drift);
        }
    }

    private List<Prices> known() {
        return catalogue.all().stream()
                .flatMap(model -> catalogue.pricing(model).map(pricing -> prices(model, pricing)).stream())
                .toList();
    }

    private Prices prices(Model model, Pricing pricing) {
        return new Prices(
                model.id(),
                pricing.unit().label(),
                pricing.unitPrice(),
                credits(observed.lastListed(model.id(), pricing.unit().label())),
                credits(observed.lastStated(model.id(), pricing.unit().label())));
    }

    private static @Nullable Long credits(Optional<Credits> price) {
        return price.map(Credits::amount).orElse(null);
    }
}
