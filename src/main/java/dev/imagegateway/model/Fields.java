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
 * The fields of one JSON object, each read as one type and checked against its rule at once; whatever is wrong becomes
 * a violation and the value empty. What nobody read is an unknown field.
 */
public final class Fields {

    private final ObjectNode tree;
    private final String parent;
    private final Validator validator;
    private final Violations violations;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * The fields of one object.
     *
     * @param parent the object's own JSON pointer, empty for the body
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

    /** The field as it was sent, null if it was not. From here on it is a known one. */
    public @Nullable JsonNode raw(String name) {
        known.add(name);
        return tree.get(name);
    }

    /** OpenAI declares its own fields nullable: there, null is the same as nothing. */
    @Nullable
    JsonNode rawUnlessNull(String name) {
        var node = raw(name);
        return node == null || node.isNull() ? null : node;
    }

    /** A text that has to be there; null if it is not, or breaks its rule. */
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

    /** A whole number of up to 64 bits; null if it was not sent, or breaks its rule. */
    public @Nullable Long longInteger(String name, Rule rule) {
        var value = whole(name, rule, raw(name), Long.MIN_VALUE, Long.MAX_VALUE);
        return value == null ? null : checked(name, rule, value.longValueExact());
    }

    /** As in JSON Schema, 2.0 and 2e0 are the integer 2. */
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

    /** The value if its property's constraints hold. */
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

    /** To be called last: a name that no one has asked for is a fault. */
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
