package dev.imagegateway.generation;

import dev.imagegateway.client.Client;
import dev.imagegateway.model.Catalogue;
import dev.imagegateway.model.Model;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The models for which a client's counters exist from the start: those that it was given by name. For a client that may
 * use all models, only the first one, because most of its counters would stay at 0 for ever.
 */
@Component
record CountedModels(Catalogue catalogue) {

    Stream<String> of(Client client) {
        var models = client.models().names() == null
                ? Stream.of(catalogue.defaultModel())
                : catalogue.all().stream()
                        .filter(client.models()::allows)
                        .filter(model -> catalogue.pricing(model).isPresent());
        return models.map(Model::id);
    }
}
