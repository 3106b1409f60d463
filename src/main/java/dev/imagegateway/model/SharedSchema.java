package dev.imagegateway.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON Schema that requests for all models fit: each parameter of any model, with its type only. */
final class SharedSchema {

    private static final int MAX_NAMED_MODELS = 5;

    private static final String SIZE = "size";

    private final Map<String, List<ObjectNode>> documents = new LinkedHashMap<>();
    private final Map<String, List<String>> models = new LinkedHashMap<>();
    private final Set<String> presets = new LinkedHashSet<>();

    SharedSchema(Catalogue catalogue, List<Model> served) {
        served.forEach(model -> model.parameters().forEach((name, parameter) -> {
            if (catalogue.offers(parameter)) {
                documents.computeIfAbsent(name, _ -> new ArrayList<>()).add(parameter.document());
                models.computeIfAbsent(name, _ -> new ArrayList<>()).add(model.id());
            }
        }));
    }

    /**
     * Adds the parameters that the component does not have yet.
     *
     * @param shared the component
     * @param preset receives the named sizes of all models
     */
    void addTo(ObjectNode shared, ObjectNode preset) {
        var properties = (ObjectNode) shared.path("properties");
        documents.forEach((name, all) -> {
            var schema = schema(all);
            if (schema == null) {
                // a property of any type is sent as null by generated clients
                ((ObjectNode) shared.path("patternProperties")).putObject("^" + name + "$");
            } else if (!properties.has(name)) {
                var isNullable = ModelRequestReader.OPENAI_NAMES.contains(name) || isContainer(schema);
                properties.set(
                        name, (isNullable ? RequestSchemas.nullable(schema) : schema).put("description", text(name)));
            }
        });
        var names = preset.putArray("enum");
        presets.forEach(names::add);
    }

    /** The Java generator sets lists to an empty one, and sends it, unless null is allowed. */
    private static boolean isContainer(ObjectNode schema) {
        return Set.of("array", "object").contains(schema.path("type").asString(""));
    }

    private String text(String name) {
        var first = documents.getOrDefault(name, List.of()).getFirst();
        var text = first.path("description").asString("");
        var of = models.getOrDefault(name, List.of());
        return of.size() > MAX_NAMED_MODELS
                ? text
                : of.stream().collect(Collectors.joining(", ", text + " Only for ", "."));
    }

    /** Returns null if the models disagree on the type. */
    private @Nullable ObjectNode schema(List<? extends JsonNode> all) {
        var kinds = all.stream().map(SharedSchema::kind).collect(Collectors.toSet());
        if (kinds.contains(SIZE)) {
            return size(kinds, all);
        }
        if (kinds.equals(Set.of("integer", "number"))) {
            return RequestSchemas.object().put("type", "number");
        }
        if (kinds.size() > 1) {
            return null;
        }
        var schema = RequestSchemas.object().put("type", kinds.iterator().next());
        return switch (schema.path("type").asString()) {
            case "integer" -> schema.put("format", areShort(all) ? "int32" : "int64");
            case "object" -> schema.put("additionalProperties", true);
            case "array" -> {
                var items = schema(all.stream().map(one -> one.path("items")).toList());
                if (items != null) {
                    schema.set("items", items);
                }
                yield items == null ? null : schema;
            }
            case "" -> null;
            default -> schema;
        };
    }

    private @Nullable ObjectNode size(Set<String> kinds, List<? extends JsonNode> all) {
        if (!Set.of(SIZE, "string").containsAll(kinds)) {
            return null;
        }
        for (var one : all) {
            var names = one.has("oneOf") ? one.at("/oneOf/0/enum") : one.path("enum");
            if (!names.isArray()) {
                return null;
            }
            names.forEach(name -> presets.add(name.asString()));
        }
        return RequestSchemas.object().put("$ref", "#/components/schemas/ImageSize");
    }

    private static String kind(JsonNode document) {
        if (!document.has("oneOf")) {
            return document.path("type").asString("");
        }
        var sides = document.at("/oneOf/1/properties").propertyNames();
        return Set.of("width", "height").containsAll(sides) ? SIZE : "";
    }

    private static boolean areShort(List<? extends JsonNode> all) {
        return all.stream()
                .map(one -> one.path("maximum"))
                .allMatch(maximum -> maximum.isNumber() && maximum.canConvertToInt());
    }
}
