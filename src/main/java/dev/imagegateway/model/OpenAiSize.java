package dev.imagegateway.model;

import dev.imagegateway.http.Violations;
import dev.imagegateway.schema.Fields;
import dev.imagegateway.schema.Rule;
import dev.imagegateway.schema.Schema;
import dev.imagegateway.schema.ValueReader;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads OpenAI's {@code size} as the value of a model's own parameter. {@code auto} leaves the size to the upstream. */
final class OpenAiSize {

    static final String FIELD = "size";
    static final String AUTO = "auto";

    private final Validator validator;

    OpenAiSize(Validator validator) {
        this.validator = validator;
    }

    /** Whether nothing is asked for. */
    static boolean isAuto(@Nullable JsonNode node) {
        return node == null || (node.isString() && node.stringValue().equals(AUTO));
    }

    /** Whether a parameter has a value of this name itself. */
    static boolean takesAuto(Parameter parameter) {
        return parameter.schema().allowed().get("enum") instanceof List<?> choices && choices.contains(AUTO);
    }

    /**
     * Reads the field.
     *
     * @param parameter the parameter that takes the size
     * @param values the parameter's values by OpenAI's size; null if it takes names and dimensions
     * @return null if it is absent or invalid
     */
    @Nullable
    Object read(Fields fields, Parameter parameter, @Nullable Map<String, String> values, Violations violations) {
        var node = fields.rawUnlessNull(FIELD);
        if (isAuto(node)) {
            return null;
        }
        return values == null
                ? sized(Objects.requireNonNull(node), fields.pointer(FIELD), parameter, violations)
                : mapped(Objects.requireNonNull(node), fields.pointer(FIELD), values, violations);
    }

    private @Nullable Object mapped(JsonNode node, String pointer, Map<String, String> values, Violations violations) {
        var mapped = node.isString() ? values.get(node.stringValue()) : null;
        if (mapped == null) {
            var choices = new ArrayList<>(values.keySet());
            choices.add(AUTO);
            violations.add(
                    pointer,
                    node.isString() ? "enum" : "type",
                    "must be " + Rule.choices(choices) + (node.isString() ? "" : ", not " + ValueReader.typeOf(node)),
                    Map.of("enum", choices));
        }
        return mapped;
    }

    private @Nullable Object sized(JsonNode node, String pointer, Parameter parameter, Violations violations) {
        var schema = (Schema.NameOrMembers) parameter.schema();
        var names = new ArrayList<Object>(schema.names());
        names.add(AUTO);
        var sentence = "must be WIDTHxHEIGHT such as 1024x1024, or " + Rule.choices(names);
        var allowed = new LinkedHashMap<>(schema.allowed());
        allowed.put("enum", names);
        if (!node.isString()) {
            violations.add(pointer, "type", sentence + ", not " + ValueReader.typeOf(node), allowed);
            return null;
        }
        var size = PixelSize.parse(node.stringValue());
        if (size.isPresent()) {
            return dimensions(size.get(), pointer, schema, violations);
        }
        if (!names.contains(node.stringValue())) {
            violations.add(pointer, "enum", sentence, allowed);
            return null;
        }
        return node.stringValue();
    }

    private Map<String, Object> dimensions(
            PixelSize size, String pointer, Schema.NameOrMembers schema, Violations violations) {
        check(schema, "width", size.width(), pointer, violations);
        check(schema, "height", size.height(), pointer, violations);
        var dimensions = new LinkedHashMap<String, Object>();
        dimensions.put("width", size.width());
        dimensions.put("height", size.height());
        return dimensions;
    }

    private void check(Schema.NameOrMembers schema, String side, Long value, String pointer, Violations violations) {
        if (schema.members().properties().get(side) instanceof Schema.Single single) {
            var rule = single.rule();
            for (var keyword : rule.check().violated(validator, value)) {
                violations.add(pointer, keyword, "its " + side + " " + rule.sentence(), rule.allowed());
            }
        }
    }
}
