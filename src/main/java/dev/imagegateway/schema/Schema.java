package dev.imagegateway.schema;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A schema in JSON Schema's words, limited to what the requests of image models need. */
public sealed interface Schema {

    /** A string, a number, an integer or a boolean. */
    record Single(Rule rule) implements Schema {}

    /**
     * An object that has these members and no others.
     *
     * @param required the members that must be there
     */
    record Members(Map<String, Schema> properties, Set<String> required) implements Schema {

        private String words() {
            var names = List.copyOf(properties.keySet());
            var last = names.size() - 1;
            return "an object of "
                    + (last < 1
                            ? names.getFirst()
                            : String.join(", ", names.subList(0, last)) + " and " + names.get(last));
        }

        private Map<String, Object> bounds() {
            var bounds = new LinkedHashMap<String, Object>();
            properties.forEach((name, property) -> bounds.put(name, property.allowed()));
            return bounds;
        }
    }

    /**
     * A list.
     *
     * @param minItems 0 or more
     * @param maxItems null for no limit
     */
    record Items(Schema items, int minItems, @Nullable Integer maxItems) implements Schema {

        private String bounds() {
            return maxItems == null ? " of " + minItems + " or more" : " of " + minItems + " to " + maxItems;
        }
    }

    /** A name, or an object in its place, such as the preset or the dimensions of a size. */
    record NameOrMembers(Rule name, Members members) implements Schema {

        /** The names. */
        public List<?> names() {
            return name.allowed().get("enum") instanceof List<?> names ? names : List.of();
        }
    }

    /**
     * Reads a schema.
     *
     * @throws IllegalArgumentException if it is not one of those above; the message says what to write
     */
    static Schema of(JsonNode schema) {
        if (schema.has("oneOf")) {
            return nameOrMembers(schema.path("oneOf"), schema.path("default"));
        }
        return switch (schema.path("type").asString("")) {
            case "object" -> members(schema);
            case "array" -> items(schema);
            default -> new Single(Rule.of(schema));
        };
    }

    private static Schema nameOrMembers(JsonNode choices, JsonNode usual) {
        if (choices.size() == 2
                && of(choices.get(0)) instanceof Single(var name)
                && name.allowed().containsKey("enum")
                && of(choices.get(1)) instanceof Members members) {
            var either = new NameOrMembers(name, members);
            if (usual.isString() && !either.names().contains(usual.stringValue())) {
                throw new IllegalArgumentException("default is not one of the values that are allowed");
            }
            return either;
        }
        throw new IllegalArgumentException("oneOf must be a string with an enum, and an object");
    }

    private static Members members(JsonNode schema) {
        var properties = new LinkedHashMap<String, Schema>();
        schema.path("properties").forEachEntry((name, property) -> {
            try {
                properties.put(name, of(property));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        });
        var required = new LinkedHashSet<String>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        if (properties.isEmpty() || !properties.keySet().containsAll(required)) {
            throw new IllegalArgumentException("an object needs properties, and required must name some of them");
        }
        return new Members(properties, required);
    }

    private static Items items(JsonNode schema) {
        if (!schema.has("items")) {
            throw new IllegalArgumentException("an array needs items");
        }
        var most = schema.path("maxItems");
        return new Items(
                of(schema.path("items")), schema.path("minItems").asInt(0), most.isInt() ? most.intValue() : null);
    }

    /** Says in a sentence what is allowed. */
    default String sentence() {
        return switch (this) {
            case Single(var rule) -> rule.sentence();
            case Members members -> "must be " + members.words();
            case NameOrMembers(var name, var members) -> name.sentence() + ", or " + members.words();
            case Items items -> "must be a list" + items.bounds();
        };
    }

    /** Returns what is allowed by keyword. */
    default Map<String, Object> allowed() {
        return switch (this) {
            case Single(var rule) -> rule.allowed();
            case Members members -> members.bounds();
            case NameOrMembers(var name, var members) -> {
                var allowed = new LinkedHashMap<String, Object>();
                allowed.put("enum", name.allowed().get("enum"));
                allowed.putAll(members.bounds());
                yield allowed;
            }
            case Items items -> {
                var allowed = new LinkedHashMap<String, Object>();
                allowed.put("minItems", items.minItems());
                if (items.maxItems() != null) {
                    allowed.put("maxItems", items.maxItems());
                }
                yield allowed;
            }
        };
    }
}
