package dev.imagegateway.schema;

import dev.imagegateway.http.Violations;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON values by their rules. Does not convert types. Invalid values are recorded as violations and read as
 * absent.
 */
public final class ValueReader {

    private final Validator validator;
    private final Violations violations;

    /** Creates a reader that records violations. */
    public ValueReader(Validator validator, Violations violations) {
        this.validator = validator;
        this.violations = violations;
    }

    Violations violations() {
        return violations;
    }

    /**
     * Reads a value.
     *
     * @param pointer its place in the body
     * @return a {@link String}, {@link Boolean}, {@link Long} (integer), {@link BigDecimal} (number), {@link List} or
     *     {@link Map}; null if it is invalid
     */
    public @Nullable Object read(String pointer, Schema schema, JsonNode node) {
        return switch (schema) {
            case Schema.Single(var rule) -> single(pointer, rule, node);
            case Schema.Members members -> members(pointer, members, members, node);
            case Schema.Items items -> items(pointer, items, node);
            case Schema.NameOrMembers either -> nameOrMembers(pointer, either, node);
        };
    }

    /** Reads a string, a boolean, an integer or a number. */
    public @Nullable Object single(String pointer, Rule rule, JsonNode node) {
        return switch (rule.type()) {
            case "string" -> text(pointer, rule, node);
            case "boolean" ->
                node.isBoolean() ? checked(pointer, rule, node.booleanValue()) : wrongType(pointer, rule, node);
            case "integer" -> integer(pointer, rule, node);
            default -> node.isNumber() ? checked(pointer, rule, node.decimalValue()) : wrongType(pointer, rule, node);
        };
    }

    private @Nullable Object text(String pointer, Rule rule, JsonNode node) {
        if (!node.isString()) {
            return wrongType(pointer, rule, node);
        }
        var text = node.stringValue();
        if (hasHalfAPair(text)) {
            violations.add(pointer, "format", "has half of a surrogate pair, which is no Unicode text");
            return null;
        }
        return checked(pointer, rule, text);
    }

    private static boolean hasHalfAPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Reads an integer as JSON Schema defines it: 2.0 and 2e0 are the integer 2. */
    private @Nullable Object integer(String pointer, Rule rule, JsonNode node) {
        if (!node.isNumber()) {
            return wrongType(pointer, rule, node);
        }
        var value = node.decimalValue();
        // far beyond the bounds, only that is told
        var isSmall = rule.allowed().get("maximum") instanceof Long maximum && maximum <= Integer.MAX_VALUE;
        var least = isSmall ? Integer.MIN_VALUE : Long.MIN_VALUE;
        var most = isSmall ? Integer.MAX_VALUE : Long.MAX_VALUE;
        var tooSmall = value.compareTo(BigDecimal.valueOf(least)) < 0;
        if (tooSmall || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            violations.add(pointer, tooSmall ? "minimum" : "maximum", rule.sentence(), rule.allowed());
            return null;
        }
        if (value.signum() != 0 && value.stripTrailingZeros().scale() > 0) {
            violations.add(pointer, "type", rule.sentence() + ", not a fraction", rule.allowed());
            return null;
        }
        return checked(pointer, rule, value.longValueExact());
    }

    private @Nullable Object nameOrMembers(String pointer, Schema.NameOrMembers either, JsonNode node) {
        if (node.isObject()) {
            return members(pointer, either.members(), either, node);
        }
        if (!node.isString()) {
            return wrongType(pointer, either, node);
        }
        var violated = either.name().check().violated(validator, node.stringValue());
        violated.forEach(keyword -> violations.add(pointer, keyword, either.sentence(), either.allowed()));
        return violated.isEmpty() ? node.stringValue() : null;
    }

    private @Nullable Object members(String pointer, Schema.Members members, Schema whole, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return wrongType(pointer, whole, node);
        }
        var fields = new Fields(object, pointer, this);
        var values = new LinkedHashMap<String, Object>();
        members.properties().forEach((name, schema) -> {
            var member = fields.raw(name);
            if (member == null && members.required().contains(name)) {
                violations.add(
                        fields.pointer(name), "required", "is missing: it " + schema.sentence(), schema.allowed());
            }
            var value = member == null ? null : read(fields.pointer(name), schema, member);
            if (value != null) {
                values.put(name, value);
            }
        });
        fields.refuseUnknown();
        return values;
    }

    private @Nullable Object items(String pointer, Schema.Items items, JsonNode node) {
        if (!node.isArray()) {
            return wrongType(pointer, items, node);
        }
        var size = node.size();
        if (size < items.minItems()) {
            violations.add(pointer, "minItems", items.sentence(), items.allowed());
            return null;
        }
        if (items.maxItems() != null && size > items.maxItems()) {
            violations.add(pointer, "maxItems", items.sentence(), items.allowed());
            return null;
        }
        var values = new ArrayList<Object>();
        for (int i = 0; i < size; i++) {
            var value = read(pointer + "/" + i, items.items(), node.get(i));
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == size ? List.copyOf(values) : null;
    }

    /** Returns the value if it is within its bounds; otherwise null. */
    private @Nullable Object checked(String pointer, Rule rule, Object value) {
        var violated = rule.check().violated(validator, value);
        violated.forEach(keyword -> violations.add(pointer, keyword, rule.sentence(), rule.allowed()));
        return violated.isEmpty() ? value : null;
    }

    private @Nullable Object wrongType(String pointer, Rule rule, JsonNode node) {
        violations.add(pointer, "type", rule.sentence() + ", not " + typeOf(node), rule.allowed());
        return null;
    }

    private @Nullable Object wrongType(String pointer, Schema schema, JsonNode node) {
        violations.add(pointer, "type", schema.sentence() + ", not " + typeOf(node), schema.allowed());
        return null;
    }

    /** The type of a value in words. */
    public static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            default -> "null: leave it out instead";
        };
    }
}
