package dev.imagegateway.model;

import jakarta.validation.Validation;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads requests by the gateway's own model documents. */
final class BuiltInModels {

    private BuiltInModels() {}

    static RequestReader reader() {
        var catalogue = Catalogue.read(new CatalogueProperties(
                null,
                Duration.ofSeconds(5),
                Duration.ZERO,
                List.of(),
                Map.of(),
                List.of(),
                CatalogueProperties.HoldPrice.HIGHEST));
        var validator = Validation.buildDefaultValidatorFactory().getValidator();
        return new RequestReader(new RequestRules(validator), catalogue);
    }
}
