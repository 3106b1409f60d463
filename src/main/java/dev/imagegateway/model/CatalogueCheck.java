package dev.imagegateway.model;

import dev.imagegateway.problem.NearestName;
import dev.imagegateway.settings.BoundSettings;
import dev.imagegateway.settings.Faults;
import dev.imagegateway.settings.SettingsCheck;
import org.jspecify.annotations.Nullable;

/**
 * Checks the model documents, and that every model that the settings name exists. A misspelt name would leave the real
 * model's price unchanged.
 */
final class CatalogueCheck implements SettingsCheck {

    @Override
    public void check(BoundSettings settings, Faults faults) {
        settings.find(CatalogueProperties.class)
                .ifPresent(properties -> faults.check(() -> {
                    var sources = new CatalogueSources(properties);
                    check(properties, sources.read(sources.inDirectory()), faults);
                }));
    }

    private static void check(CatalogueProperties properties, Models models, Faults faults) {
        properties.models().keySet().forEach(name -> {
            if (!isKnown(models, name)) {
                faults.add(
                        "gateway.catalogue.models." + name + " is not a setting, since there is no such model; did you"
                                + " mean " + NearestName.of(name, models.names()) + "?");
            }
        });
        properties.models().forEach((name, settings) -> {
            for (int i = 0; i < settings.prices().size(); i++) {
                if (settings.prices().get(i).validFrom() == null) {
                    faults.add("gateway.catalogue.models." + name + ".prices[" + i
                            + "].valid-from is missing: a day such as 2027-01-01");
                }
            }
        });
        for (int i = 0; i < properties.prices().size(); i++) {
            var price = properties.prices().get(i);
            var name = price.model();
            var model = name == null ? null : models.find(name).orElse(null);
            if (model == null) {
                faults.add("gateway.catalogue.prices[" + i + "].model must be a model's id or alias"
                        + nearest(name, models));
            } else if (price.unit() == PriceUnit.TOKEN) {
                faults.add("gateway.catalogue.prices[" + i + "].unit cannot be token, because the bounds of tokens"
                        + " need a model document: use image, with the most that an image can cost");
            } else {
                var fault = price.of(model).faultFor(model);
                if (fault != null) {
                    faults.add("gateway.catalogue.prices[" + i + "] " + fault);
                }
            }
        }
        for (int i = 0; i < properties.permittedParameters().size(); i++) {
            var name = properties.permittedParameters().get(i);
            if (models.with(name).isEmpty()) {
                faults.add("gateway.catalogue.permitted-parameters[" + i + "] is a parameter of no model");
            }
        }
    }

    private static String nearest(@Nullable String name, Models models) {
        return name == null ? "" : "; the nearest one is " + NearestName.of(name, models.names());
    }

    private static boolean isKnown(Models models, String name) {
        return models.all().stream().anyMatch(model -> CatalogueProperties.isNamed(model, name));
    }
}
