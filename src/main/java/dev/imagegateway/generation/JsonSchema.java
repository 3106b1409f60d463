package dev.imagegateway.generation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few words to write JSON Schema with, as the maps that it is. */
final class JsonSchema {

    static final Map<String, Object> STRING = Map.of("type", "string");
    static final Map<String, Object> INTEGER = Map.of("type", "integer");
    static final Map<String, Object> CREDITS = Map.of("type", "integer", "format", "int64", "minimum", 0);
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

    static Map<String, Object> orNull(Map<String, Object> schema) {
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    static Map<String, Object> object(Map<String, Object> properties, String... required) {
        var schema = fields("type", "object", "properties", properties);
        return required.length == 0 ? schema : with(schema, "required", List.of(required));
    }

    /** An object with all of these members and no others. */
    static Map<String, Object> closed(Map<String, Object> properties) {
        return with(object(properties, properties.keySet().toArray(String[]::new)), "additionalProperties", false);
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
