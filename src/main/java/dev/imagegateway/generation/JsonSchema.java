package dev.imagegateway.generation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Builds JSON Schema objects as maps. */
final class JsonSchema {

    static final Map<String, Object> STRING = Map.of("type", "string");
    static final Map<String, Object> BOOLEAN = Map.of("type", "boolean");

    /** Generators make 32 bits of an integer that does not say how wide it is, so each says it. */
    static final Map<String, Object> INT32 = Map.of("type", "integer", "format", "int32");

    static final Map<String, Object> INT64 = Map.of("type", "integer", "format", "int64");

    static final Map<String, Object> COUNT = Map.of("type", "integer", "format", "int64", "minimum", 0);
    static final Map<String, Object> CREDITS = COUNT;
    static final Map<String, Object> USD = Map.of("type", "number", "minimum", 0);

    private JsonSchema() {}

    static Map<String, Object> text(String format, String description) {
        return with(STRING, "format", format, "description", description);
    }

    static Map<String, Object> to(String schema) {
        return Map.of("$ref", "#/components/schemas/" + schema);
    }

    static Map<String, Object> list(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    /** The same type, or null; an {@code anyOf} with null would be a class of its own in generated clients. */
    static Map<String, Object> orNull(Map<String, Object> schema) {
        var type = Objects.requireNonNull(schema.get("type"), "only a schema with a type can be nullable");
        var nullable = with(schema, "type", List.of(type, "null"));
        if (schema.get("enum") instanceof List<?> choices) {
            nullable.put(
                    "enum",
                    Arrays.asList(Stream.concat(choices.stream(), Stream.of((Object) null))
                            .toArray()));
        }
        return nullable;
    }

    static Map<String, Object> described(Map<String, Object> schema, String description) {
        return with(schema, "description", description);
    }

    /** A fixed text. */
    static Map<String, Object> constant(String value) {
        return with(STRING, "const", value);
    }

    /**
     * One of these texts today; later versions may know more. Generated clients refuse a whole answer for a value that
     * is not in its {@code enum}, so answers have none.
     */
    static Map<String, Object> oneOfToday(List<String> values) {
        return with(STRING, "x-extensible-enum", values);
    }

    /** A map from names that are not known beforehand. */
    static Map<String, Object> mapOf(Map<String, Object> values) {
        return Map.of("type", "object", "additionalProperties", values);
    }

    static Map<String, Object> object(Map<String, Object> properties, String... required) {
        var schema = fields("type", "object", "properties", properties);
        return required.length == 0 ? schema : with(schema, "required", List.of(required));
    }

    /**
     * A part of an answer. Later versions may add members. It says so because some generated clients otherwise refuse an
     * answer with a member that they do not know, after it was paid for.
     */
    static Map<String, Object> answer(Map<String, Object> properties, String... required) {
        return with(object(properties, required), "additionalProperties", true);
    }

    /** A part of an answer that always has all of these members. */
    static Map<String, Object> complete(Map<String, Object> properties) {
        return answer(properties, properties.keySet().toArray(String[]::new));
    }

    static Map<String, Object> with(Map<String, Object> schema, Object... more) {
        var copy = new LinkedHashMap<>(schema);
        copy.putAll(fields(more));
        return copy;
    }

    /** Names and values in turn, their order kept. */
    static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
