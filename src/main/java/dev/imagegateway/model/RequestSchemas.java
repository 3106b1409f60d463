package dev.imagegateway.model;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schemas of requests for the API document: one for each model, and one that requests for all models fit. See
 * {@code docs/decisions/0015-request-schemas.md}.
 */
@Component
public final class RequestSchemas {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String SHARED = "ImageGenerationRequest";

    /** Names of components of {@code openapi.yaml}, as a model's would be written. */
    private static final Set<String> TAKEN = Set.of("imagegeneration", "adoption", "resolution");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    private final Catalogue catalogue;

    RequestSchemas(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The state of the catalogue: the schemas are the same as long as this is equal. */
    public Object version() {
        return catalogue.version();
    }

    /**
     * Adds a component for each model to the components of {@code openapi.yaml}, and the models' parameters to the one
     * for all models.
     */
    public void addTo(ObjectNode components) {
        var served = catalogue.all().stream().filter(catalogue::isServed).toList();
        var shared = (ObjectNode) components.path(SHARED);
        new SharedSchema(catalogue, served).addTo(shared, (ObjectNode) components.path("ImageSizePreset"));
        var names = names(served);
        served.forEach(model -> new ModelSchema(model, catalogue, components).add(name(names, model)));
        choose(shared, served, names);
    }

    /** Chooses the model's schema by the names in its {@code model}. Generators ignore these keywords. */
    private static void choose(ObjectNode shared, List<Model> served, Map<String, String> names) {
        var chosen = shared.putObject("dependentSchemas").putObject("model");
        var known = chosen.putObject("properties").putObject("model").putArray("enum");
        var choices = chosen.putArray("allOf");
        served.forEach(model -> {
            var choice = choices.addObject();
            var allowed = choice.putObject("if")
                    .putObject("properties")
                    .putObject("model")
                    .putArray("enum");
            model.names().forEach(one -> {
                known.add(one);
                allowed.add(one);
            });
            choice.putObject("then").put("$ref", "#/components/schemas/" + name(names, model) + "Request");
        });
    }

    private static String name(Map<String, String> names, Model model) {
        return Objects.requireNonNull(names.get(model.id()));
    }

    /** Returns the start of the names of each model's components: {@code FluxSchnell} for {@code flux/schnell}. */
    private static Map<String, String> names(List<Model> served) {
        var taken = new HashSet<>(TAKEN);
        var names = new LinkedHashMap<String, String>();
        for (var model : served) {
            var name = pascalCase(model.id());
            // generators write a file for each class, also where names of files have no case
            for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
                name = pascalCase(model.id()) + "Variant" + i;
            }
            names.put(model.id(), name);
        }
        return names;
    }

    static String pascalCase(String text) {
        var name = new StringBuilder();
        WORD.matcher(text)
                .results()
                .forEach(word -> name.append(word.group().substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(word.group().substring(1)));
        return name.toString();
    }

    /** Adds null to the type and the values of a schema of a single type. */
    static ObjectNode nullable(ObjectNode schema) {
        if (schema.path("type").isString()) {
            var type = schema.path("type").stringValue();
            schema.putArray("type").add(type).add("null");
            if (schema.has("enum")) {
                schema.withArray("enum").addNull();
            }
        }
        return schema;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
