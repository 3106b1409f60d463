package dev.imagegateway.model;

import dev.imagegateway.http.Violations;
import dev.imagegateway.problem.NearestName;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a JSON object. Each is read as one type and validated against its rule. Invalid values are recorded as
 * violations and read as absent. Fields that were not read are reported as unknown.
 */
public final class Fields {

    private final ObjectNode tree;
    private final String parent;
    private final Validator validator;
    private final Violations violations;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * Creates a reader for an object's fields.
     *
     * @param parent the JSON pointer of the object; empty for the body
     */
    public Fields(ObjectNode tree, String parent, Validator validator, Violations violations) {
        this.tree = tree;
        this.parent = parent;
        this.validator = validator;
        this.violations = violations;
    }

    String pointer(String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns the field as sent; null if absent. Marks the field as known. */
    public @Nullable JsonNode raw(String name) {
        known.add(name);
        return tree.get(name);
    }

    /** Treats null as absent. OpenAI declares its fields as nullable. */
    @Nullable
    JsonNode rawUnlessNull(String name) {
        var node = raw(name);
        return node == null || node.isNull() ? null : node;
    }

    /** Reads a required text; null if it is missing or invalid. */
    public @Nullable String requiredText(String name, Rule rule) {
        if (raw(name) == null) {
            violations.add(pointer(name), "required", "is missing: it " + rule.sentence(), rule.allowed());
            return null;
        }
        return text(name, rule);
    }

    @Nullable
    String text(String name, Rule rule) {
        return text(name, rule, raw(name));
    }

    @Nullable
    String text(String name, Rule rule, @Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            wrongType(name, rule, node);
            return null;
        }
        var text = node.stringValue();
        if (hasHalfAPair(text)) {
            violations.add(pointer(name), "format", "has half of a surrogate pair, which is no Unicode text");
            return null;
        }
        return checked(name, rule, text);
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

    @Nullable
    Boolean bool(String name, Rule rule) {
        var node = raw(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            wrongType(name, rule, node);
            return null;
        }
        return checked(name, rule, node.booleanValue());
    }

    @Nullable
    BigDecimal number(String name, Rule rule) {
        var node = raw(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            wrongType(name, rule, node);
            return null;
        }
        return checked(name, rule, node.decimalValue());
    }

    @Nullable
    Integer integer(String name, Rule rule) {
        return integer(name, rule, raw(name));
    }

    @Nullable
    Integer integer(String name, Rule rule, @Nullable JsonNode node) {
        var value = whole(name, rule, node, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return value == null ? null : checked(name, rule, value.intValueExact());
    }

    /** Reads a 64-bit integer; null if it is absent or invalid. */
    public @Nullable Long longInteger(String name, Rule rule) {
        var value = whole(name, rule, raw(name), Long.MIN_VALUE, Long.MAX_VALUE);
        return value == null ? null : checked(name, rule, value.longValueExact());
    }

    /** Reads an integer as JSON Schema defines it: 2.0 and 2e0 are the integer 2. */
    private @Nullable BigDecimal whole(String name, Rule rule, @Nullable JsonNode node, long least, long most) {
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            wrongType(name, rule, node);
            return null;
        }
        var value = node.decimalValue();
        var tooSmall = value.compareTo(BigDecimal.valueOf(least)) < 0;
        if (tooSmall || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            violations.add(pointer(name), tooSmall ? "minimum" : "maximum", rule.sentence(), rule.allowed());
            return null;
        }
        if (value.signum() != 0 && value.stripTrailingZeros().scale() > 0) {
            violations.add(pointer(name), "type", rule.sentence() + ", not a fraction", rule.allowed());
            return null;
        }
        return value;
    }

    /** Returns the value if it satisfies its constraints; otherwise null. */
    private <T> @Nullable T checked(String name, Rule rule, T value) {
        var broken = validator.validateValue(rule.bean(), rule.property(), value);
        for (var violation : broken) {
            var keyword = Rule.keyword(violation.getConstraintDescriptor());
            violations.add(pointer(name), keyword, rule.sentence(), rule.allowed());
        }
        return broken.isEmpty() ? value : null;
    }

    private void wrongType(String name, Rule rule, JsonNode node) {
        violations.add(pointer(name), "type", rule.sentence() + ", not " + typeOf(node), rule.allowed());
    }

    static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            default -> "null: leave it out instead";
        };
    }

    /** Reports unknown fields. Must be called after all fields were read. */
    public void refuseUnknown() {
        for (var name : tree.propertyNames()) {
            if (known.contains(name)) {
                continue;
            }
            if (violations.isFull()) {
                violations.addOmitted();
            } else {
                var nearest = NearestName.of(name, known);
                violations.add(
                        pointer(name),
                        "additionalProperties",
                        "is not a field of this request; the nearest one is '%s'".formatted(nearest),
                        Map.of("nearest", nearest, "known", known));
            }
        }
    }
}
