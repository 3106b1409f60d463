package dev.imagegateway.model;

import jakarta.validation.Validation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The gateway's own model documents, and a reader of requests by them. The benchmarks use them, too. */
final class BuiltInModels {

    private BuiltInModels() {}

    static Catalogue catalogue() {
        return Catalogue.read(new CatalogueProperties(
                null,
                Duration.ofSeconds(5),
                Duration.ZERO,
                List.of(),
                Map.of(),
                List.of(),
                CatalogueProperties.HoldPrice.HIGHEST));
    }

    static RequestReader reader() {
        var validator = Validation.buildDefaultValidatorFactory().getValidator();
        return new RequestReader(new RequestRules(validator), catalogue());
    }
}
