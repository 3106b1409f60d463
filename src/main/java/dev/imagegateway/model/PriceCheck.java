package dev.imagegateway.model;

import dev.imagegateway.image.ImageGenerationRequest;
import dev.imagegateway.problem.StartupException;
import org.springframework.stereotype.Component;

/** Checks at start that the model has a price. Without one, neither holds nor costs could be recorded. */
@Component
final class PriceCheck {

    /** @throws StartupException if the model has no price */
    PriceCheck(ModelCatalogue catalogue) {
        var model = ImageGenerationRequest.MODEL;
        if (catalogue.price(model).isEmpty()) {
            throw new StartupException("no price for " + model + ": set gateway.catalogue.models." + model
                    + ".credits-per-image to more than 0, and in each of its prices credits-per-image and valid-from,"
                    + " such as 2027-01-01");
        }
    }
}
