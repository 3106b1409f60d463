package dev.imagegateway.model;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.settings.BoundSettings;
import dev.imagegateway.settings.Faults;
import dev.imagegateway.settings.SettingsCheck;

/**
 * Checks that every model with a configured price exists. A misspelt name would leave the real model's price unchanged.
 */
final class CatalogueCheck implements SettingsCheck {

    @Override
    public void check(BoundSettings settings, Faults faults) {
        settings.find(ModelCatalogue.class)
                .ifPresent(catalogue -> catalogue.models().keySet().stream()
                        .filter(model -> !isServed(model))
                        .forEach(model -> faults.add("gateway.catalogue.models." + model
                                + " is not a setting, since there is no such model; did you mean "
                                + ImageGenerationRequest.MODEL + "?")));
    }

    /** Environment variables omit hyphens. */
    private static boolean isServed(String model) {
        return model.equals(ImageGenerationRequest.MODEL)
                || model.equals(ImageGenerationRequest.MODEL.replace("-", ""));
    }
}
