package dev.imagegateway.model;

import dev.imagegateway.schema.Schema;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON Schema of requests for one model, as {@link ModelRequestReader} reads them. */
final class ModelSchema {

    private static final String REFERENCE = "#/components/schemas/";

    private final Model model;
    private final Catalogue catalogue;
    private final ObjectNode components;

    /** @param components receives the schema, and one for each object in it, because generators name classes by them */
    ModelSchema(Model model, Catalogue catalogue, ObjectNode components) {
        this.model = model;
        this.catalogue = catalogue;
        this.components = components;
    }

    /** Adds the component whose name is {@code name} and {@code Request}. */
    void add(String name) {
        var schema = components.putObject(name + "Request");
        schema.put("description", description()).put("type", "object");
        var properties = schema.putObject("properties");
        var names = properties.putObject("model").put("type", "string").putArray("enum");
        model.names().forEach(names::add);
        model.parameters().forEach((parameter, known) -> {
            if (catalogue.offers(known)) {
                properties.set(parameter, own(known, name + RequestSchemas.pascalCase(parameter)));
            }
        });
        addCount(properties);
        if (!properties.has(OpenAiSize.FIELD)) {
            properties.set(OpenAiSize.FIELD, size());
        }
        addGatewayFields(properties);
        addIgnoredFields(schema.putObject("patternProperties"));
        schema.put("additionalProperties", false);
        schema.putArray("required").add("model").add(Model.PROMPT);
    }

    private String description() {
        var note = catalogue.lifecycle(model).note();
        return "A request for " + model.name() + " of " + model.vendor() + "." + (note == null ? "" : " " + note);
    }

    private ObjectNode own(Parameter parameter, String name) {
        var schema = referenced(parameter.document(), name);
        if (!ModelRequestReader.OPENAI_NAMES.contains(parameter.name())) {
            return schema;
        }
        if (parameter.name().equals(OpenAiSize.FIELD) && schema.has("enum") && !OpenAiSize.takesAuto(parameter)) {
            schema.withArray("enum").add(OpenAiSize.AUTO);
        }
        return RequestSchemas.nullable(schema);
    }

    /** Returns a schema in which every object is a reference to a component. */
    private ObjectNode referenced(JsonNode document, String name) {
        if (document.has("oneOf")) {
            var union = components.putObject(name);
            components.set(name + "Preset", referenced(document.at("/oneOf/0"), name + "Preset"));
            referenced(document.at("/oneOf/1"), name + "Pixels");
            union.putArray("oneOf")
                    .add(reference(name + "Preset", RequestSchemas.object()))
                    .add(reference(name + "Pixels", RequestSchemas.object()));
            return reference(name, document);
        }
        var schema = single(document);
        switch (document.path("type").asString("")) {
            case "array" -> schema.set("items", referenced(document.path("items"), name + "Item"));
            case "object" -> {
                var properties = schema.putObject("properties");
                document.path("properties")
                        .forEachEntry((member, of) ->
                                properties.set(member, referenced(of, name + RequestSchemas.pascalCase(member))));
                components.set(name, schema.put("additionalProperties", false));
                return reference(name, document);
            }
            default -> {
                // has nothing inside
            }
        }
        return schema;
    }

    private static ObjectNode reference(String name, JsonNode document) {
        var reference = RequestSchemas.object().put("$ref", REFERENCE + name);
        describe(reference, document);
        return reference;
    }

    /** Returns a copy that generators can use, without default: their clients would send it. */
    private static ObjectNode single(JsonNode document) {
        var schema = RequestSchemas.object();
        document.forEachEntry((keyword, value) -> {
            if (!keyword.startsWith("x-") && !keyword.equals("default")) {
                schema.set(keyword, value.deepCopy());
            }
        });
        describe(schema, document);
        if (schema.path("type").asString("").equals("integer")) {
            var isShort =
                    schema.path("maximum").isNumber() && schema.path("maximum").canConvertToInt();
            schema.put("format", isShort ? "int32" : "int64");
        }
        if (schema.path("type").asString("").equals("boolean") && schema.has("enum")) {
            // for an enum of a boolean, the Java generator produces code that does not compile
            var choices = schema.remove("enum");
            if (choices.size() == 1) {
                schema.putObject("not").put("const", !choices.get(0).booleanValue());
            }
        }
        return schema;
    }

    private static void describe(ObjectNode schema, JsonNode document) {
        var text = Stream.of(
                        document.path("description").asString(""),
                        document.has("default") ? "Upstream default " + shown(document.path("default")) + "." : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        if (!text.isEmpty()) {
            schema.put("description", text);
        }
    }

    private static String shown(JsonNode value) {
        return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : value.toString();
    }

    private void addCount(ObjectNode properties) {
        var count = model.openAi().count();
        if (properties.has("n")) {
            return;
        }
        var n = count == null
                ? RequestSchemas.object()
                        .put("type", "integer")
                        .put("format", "int32")
                        .put("minimum", 1)
                        .put("maximum", 1)
                : (ObjectNode) properties.path(count).deepCopy();
        properties.set(
                "n",
                RequestSchemas.nullable(n)
                        .put(
                                "description",
                                count == null
                                        ? "Only 1: a request makes one image."
                                        : "OpenAI's name for " + count + ". If both are sent, they must be equal."));
    }

    private ObjectNode size() {
        var size = model.openAi().size();
        var schema = RequestSchemas.object().put("type", "string");
        if (size == null) {
            schema.put("description", "Only auto: the model decides on the size itself.");
            schema.putArray("enum").add(OpenAiSize.AUTO);
            return RequestSchemas.nullable(schema);
        }
        schema.put(
                "description",
                "OpenAI's name for " + size.parameter()
                        + ". If both are sent, they must mean the same. auto is the upstream's default.");
        if (size.values() != null) {
            var choices = schema.putArray("enum");
            size.values().keySet().forEach(choices::add);
            choices.add(OpenAiSize.AUTO);
        } else {
            schema.put("pattern", "^([0-9]{1,5}x[0-9]{1,5}|" + presets(size.parameter()) + OpenAiSize.AUTO + ")$");
        }
        return RequestSchemas.nullable(schema);
    }

    private String presets(String parameter) {
        var known = model.parameters().get(parameter);
        return known != null && known.schema() instanceof Schema.NameOrMembers size
                ? size.names().stream()
                        .map(name -> String.valueOf(name).replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0") + "|")
                        .collect(Collectors.joining())
                : "";
    }

    private void addGatewayFields(ObjectNode properties) {
        var shared = components.at("/ImageGenerationRequest/properties");
        Stream.of("response_format", "user", "stream", "partial_images")
                .forEach(field -> properties.set(field, shared.path(field).deepCopy()));
    }

    private void addIgnoredFields(ObjectNode patterns) {
        patterns.putObject("^(" + String.join("|", ignored()) + ")$");
    }

    private Collection<String> ignored() {
        return RequestRules.TOLERATED.stream()
                .filter(field -> !model.parameters().containsKey(field))
                .toList();
    }
}
