package dev.imagegateway.sandbox;

import dev.imagegateway.sandbox.FieldType.Choice;
import dev.imagegateway.sandbox.FieldType.Flag;
import dev.imagegateway.sandbox.FieldType.Items;
import dev.imagegateway.sandbox.FieldType.Numeric;
import dev.imagegateway.sandbox.FieldType.Size;
import dev.imagegateway.sandbox.FieldType.Structure;
import dev.imagegateway.sandbox.FieldType.Text;
import dev.imagegateway.sandbox.SandboxProperties.MultipleOf32;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Checks a body against a schema, with the messages of zod 3, which the vendor's errors quote. */
final class SchemaCheck {

    private final MultipleOf32 multipleOf32;
    private final List<String> issues = new ArrayList<>();

    SchemaCheck(MultipleOf32 multipleOf32) {
        this.multipleOf32 = multipleOf32;
    }

    /** Every fault in the order of the schema; empty if the body is valid. */
    List<String> issues() {
        return issues;
    }

    /** Returns the known fields with their defaults. Only valid if there are no issues. */
    ObjectNode values(List<Field> fields, JsonNode body) {
        ObjectNode values = Json.object();
        for (Field field : fields) {
            JsonNode value = body.get(field.name());
            if (value != null) {
                values.set(field.name(), check(field.type(), value));
            } else if (field.required()) {
                issues.add("Required");
            } else if (field.usual() != null) {
                values.set(field.name(), field.usual());
            }
        }
        return values;
    }

    private JsonNode check(FieldType type, JsonNode value) {
        return switch (type) {
            case Text text -> text(text, value);
            case Choice choice -> choice(choice, value);
            case Flag flag -> flag(flag, value);
            case Numeric numeric -> number(numeric, value);
            case Size size -> size(size, value);
            case Items items -> items(items, value);
            case Structure structure ->
                value.isObject() ? values(structure.fields(), value) : unexpected("object", value);
        };
    }

    private JsonNode text(Text text, JsonNode value) {
        if (!value.isString()) {
            return unexpected("string", value);
        }
        String string = value.stringValue();
        // JSON Schema's maxLength counts code points; whether the vendor's validator does is unknown
        int length = string.codePointCount(0, string.length());
        if (length < text.minLength()) {
            issues.add("String must contain at least " + text.minLength() + " character(s)");
        }
        if (length > text.maxLength()) {
            issues.add("String must contain at most " + text.maxLength() + " character(s)");
        }
        if (text.uri() && !isUrl(string)) {
            issues.add("Invalid url");
        }
        return value;
    }

    private JsonNode choice(Choice choice, JsonNode value) {
        String names = choice.values().stream().map(name -> "'" + name + "'").collect(Collectors.joining(" | "));
        if (!value.isString()) {
            return unexpected(names, value);
        }
        String asked = value.stringValue();
        String meant = choice.caseSensitive() ? asked : asked.toLowerCase(Locale.ROOT);
        if (!choice.values().contains(meant)) {
            issues.add("Invalid enum value. Expected " + names + ", received '" + asked + "'");
        }
        return JsonNodeFactory.instance.stringNode(meant);
    }

    private JsonNode flag(Flag flag, JsonNode value) {
        if (flag.only() != null && !value.equals(JsonNodeFactory.instance.booleanNode(flag.only()))) {
            issues.add("Invalid literal value, expected " + flag.only());
        } else if (!value.isBoolean()) {
            return unexpected("boolean", value);
        }
        return value;
    }

    private JsonNode number(Numeric type, JsonNode value) {
        Long only = type.only();
        if (only != null) {
            if (!value.isNumber() || value.doubleValue() != only) {
                issues.add("Invalid literal value, expected " + only);
            }
            return value;
        }
        if (!value.isNumber()) {
            return unexpected("number", value);
        }
        double number = value.doubleValue();
        if (type.whole() && (Double.isInfinite(number) || number != Math.rint(number))) {
            issues.add("Expected integer, received float");
        }
        if (type.min() != null && number < type.min()) {
            issues.add("Number must be greater than or equal to " + type.min());
        }
        if (type.max() != null && number > type.max()) {
            issues.add("Number must be less than or equal to " + type.max());
        }
        return value;
    }

    private JsonNode size(Size size, JsonNode value) {
        if (value.isString()) {
            return choice(new Choice(size.names(), true), value);
        }
        if (!value.isObject()) {
            issues.add("Invalid input");
            return value;
        }
        ObjectNode sides = Json.object();
        sides.set("width", side(size, value.get("width"), size.width()));
        sides.set("height", side(size, value.get("height"), size.height()));
        return sides;
    }

    private JsonNode side(Size size, @Nullable JsonNode value, int otherwise) {
        if (value == null && size.required()) {
            issues.add("Required");
        }
        JsonNode side = value == null ? JsonNodeFactory.instance.numberNode(otherwise) : number(size.side(), value);
        double pixels = side.isNumber() ? side.doubleValue() : otherwise;
        if (pixels % 32 != 0 && multipleOf32 == MultipleOf32.REJECT) {
            issues.add("Number must be a multiple of 32");
        }
        return multipleOf32 == MultipleOf32.ROUND
                ? JsonNodeFactory.instance.numberNode(((long) pixels + 16) / 32 * 32)
                : side;
    }

    private JsonNode items(Items items, JsonNode value) {
        if (!value.isArray()) {
            return unexpected("array", value);
        }
        if (value.size() < items.min()) {
            issues.add("Array must contain at least " + items.min() + " element(s)");
        }
        if (value.size() > items.max()) {
            issues.add("Array must contain at most " + items.max() + " element(s)");
        }
        ArrayNode checked = Json.array();
        value.forEach(item -> checked.add(check(items.type(), item)));
        return checked;
    }

    private JsonNode unexpected(String expected, JsonNode value) {
        issues.add("Expected " + expected + ", received " + typeOf(value));
        return value;
    }

    /** A data URL is one too, and it may be longer than what {@link URI} likes to read. */
    private static boolean isUrl(String text) {
        if (text.startsWith("data:")) {
            return true;
        }
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && (uri.isOpaque() || uri.getRawAuthority() != null);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    static String typeOf(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
