package dev.imagegateway.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A complete set of models, by all their names. Immutable. */
final class Models {

    private final Map<String, Model> byId = new LinkedHashMap<>();
    private final Map<String, Model> byName = new HashMap<>();
    private final Map<String, List<String>> byParameter = new HashMap<>();

    private Models() {}

    /**
     * Creates the models of documents.
     *
     * @param own the documents of the gateway by where they come from
     * @param further those of the operator, which replace own ones of the same id
     * @param faults receives what is wrong, with where it is
     */
    static Models of(Map<String, byte[]> own, Map<String, byte[]> further, List<String> faults) {
        var documents = new LinkedHashMap<String, ModelDocument>();
        var places = new HashMap<String, String>();
        Stream.of(own, further).flatMap(sources -> sources.entrySet().stream()).forEach(source -> {
            var place = source.getKey();
            try {
                var document = DocumentReader.parse(source.getValue());
                var other = places.put(document.id(), place);
                if (other != null && further.containsKey(other)) {
                    throw new InvalidDocumentException("has the same id as " + other);
                }
                documents.put(document.id(), document);
            } catch (InvalidDocumentException e) {
                faults.add(place + ": " + e.getMessage());
            }
        });
        var models = new Models();
        documents.forEach((id, document) -> {
            try {
                models.add(DocumentReader.model(document, models.base(document, documents)));
            } catch (InvalidDocumentException e) {
                faults.add(places.get(id) + ": " + e.getMessage());
            }
        });
        models.checkFamilies(places, faults);
        return models;
    }

    /** A client's access by the name of a family must not be taken for that of a model, or the other way round. */
    private void checkFamilies(Map<String, String> places, List<String> faults) {
        byId.values().forEach(model -> {
            var named = byName.get(model.family());
            if (named != null && !named.id().equals(model.id())) {
                faults.add(places.get(model.id()) + ": family " + model.family() + " is a name of the model "
                        + named.id() + ": use another family");
            }
        });
    }

    private @Nullable Model base(ModelDocument document, Map<String, ModelDocument> documents) {
        var named = document.parametersOf();
        if (named == null) {
            return null;
        }
        var base = documents.get(named);
        if (base == null || base.parametersOf() != null) {
            throw new InvalidDocumentException("parameters-of must be the id of a model with parameters of its own");
        }
        if (document.parameters() != null || document.openAi() != null || document.references() != null) {
            throw new InvalidDocumentException(
                    "has parameters-of, so parameters, openai and references must be left out");
        }
        var known = byId.get(named);
        return known == null ? DocumentReader.model(base, null) : known;
    }

    private void add(Model model) {
        var names = new ArrayList<>(model.aliases());
        names.addFirst(model.id());
        for (var name : names) {
            var other = byName.get(name);
            if (other != null) {
                throw new InvalidDocumentException(
                        name + " is the name of two models: " + other.id() + " and " + model.id());
            }
        }
        names.forEach(name -> byName.put(name, model));
        byId.put(model.id(), model);
        if (model.lifecycle().isServed()) {
            model.parameters()
                    .keySet()
                    .forEach(parameter -> byParameter
                            .computeIfAbsent(parameter, _ -> new ArrayList<>())
                            .add(model.id()));
        }
    }

    Collection<Model> all() {
        return byId.values();
    }

    Collection<String> names() {
        return byName.keySet();
    }

    Optional<Model> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns the ids of the models with this parameter. */
    List<String> with(String parameter) {
        return byParameter.getOrDefault(parameter, List.of());
    }
}
