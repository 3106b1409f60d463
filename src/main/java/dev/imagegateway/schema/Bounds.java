package dev.imagegateway.schema;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The bounds of a single value in a schema: a string, a number, an integer or a boolean. */
final class Bounds {

    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");

    private final String type;
    private final Map<String, Object> keywords = new LinkedHashMap<>();
    private final Map<String, Predicate<Object>> checks = new LinkedHashMap<>();

    private Bounds(String type) {
        this.type = type;
        keywords.put("type", type);
    }

    /** @throws IllegalArgumentException if the schema is not one of a single value, or contradicts itself */
    static Bounds of(JsonNode schema) {
        var type = schema.path("type").asString("");
        if (!TYPES.contains(type)) {
            throw new IllegalArgumentException("type must be one of " + String.join(", ", TYPES));
        }
        var bounds = new Bounds(type);
        schema.forEachEntry((keyword, value) -> bounds.add(keyword, value, schema));
        if (bounds.keywords.containsKey("minimum") != bounds.keywords.containsKey("maximum")) {
            throw new IllegalArgumentException("minimum and maximum must be given together");
        }
        if (schema.has("default")
                && !bounds.violatedBy(bounds.literal(schema.path("default"))).isEmpty()) {
            throw new IllegalArgumentException("default is not one of the values that are allowed");
        }
        return bounds;
    }

    private void add(String keyword, JsonNode value, JsonNode schema) {
        switch (keyword) {
            case "enum" -> {
                var choices = value.valueStream().map(this::literal).toList();
                if (choices.isEmpty()) {
                    throw new IllegalArgumentException("enum must be a list of values");
                }
                var known = choices.stream().map(Bounds::comparable).toList();
                add(keyword, choices, sent -> known.contains(comparable(sent)));
            }
            case "minimum" -> {
                var least = amount(keyword, value);
                add(keyword, literal(value), sent -> decimal(sent).compareTo(least) >= 0);
                if (least.compareTo(amount("maximum", schema.path("maximum"))) > 0) {
                    throw new IllegalArgumentException("minimum is above maximum");
                }
            }
            case "maximum" -> {
                var most = amount(keyword, value);
                add(keyword, literal(value), sent -> decimal(sent).compareTo(most) <= 0);
            }
            case "multipleOf" -> {
                var divisor = amount(keyword, value);
                if (divisor.signum() <= 0) {
                    throw new IllegalArgumentException("multipleOf must be above 0");
                }
                add(
                        keyword,
                        literal(value),
                        sent -> decimal(sent).remainder(divisor).signum() == 0);
            }
            case "minLength" -> {
                if (!value.isIntegralNumber() || value.asInt() != 1) {
                    throw new IllegalArgumentException("minLength must be 1, which means: not blank");
                }
                add(keyword, 1, sent -> NotBlankText.Validator.isNotBlank((String) sent));
            }
            case "maxLength" -> {
                var most = amount(keyword, value).intValueExact();
                add(keyword, most, sent -> ((String) sent).codePointCount(0, ((String) sent).length()) <= most);
            }
            case "pattern" -> {
                var pattern = Pattern.compile(value.asString());
                add(
                        keyword,
                        value.asString(),
                        sent -> pattern.matcher((String) sent).find());
            }
            case "format" -> {
                if (!value.asString("").equals("uri")) {
                    throw new IllegalArgumentException("format must be uri");
                }
                add(keyword, "uri", sent -> isUrl((String) sent));
            }
            case "type", "default", "description" -> {
                // described elsewhere
            }
            default -> {
                if (!keyword.startsWith("x-")) {
                    throw new IllegalArgumentException(keyword + " is not supported for a " + type);
                }
            }
        }
    }

    private void add(String keyword, Object value, Predicate<Object> check) {
        keywords.put(keyword, value);
        checks.put(keyword, check);
    }

    private BigDecimal amount(String keyword, JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException(keyword + " must be a number");
        }
        return value.decimalValue();
    }

    private Object literal(JsonNode value) {
        var fits = switch (type) {
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber() && value.canConvertToLong();
            default -> value.isNumber();
        };
        if (!fits) {
            throw new IllegalArgumentException(value + " is not a " + type + "; texts with a colon need quotes");
        }
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue();
            case BOOLEAN -> value.booleanValue();
            default -> value.isIntegralNumber() ? (Object) value.longValue() : value.decimalValue();
        };
    }

    /** Numbers that are equal may differ in scale or type. */
    private static Object comparable(Object value) {
        return value instanceof Number ? decimal(value).stripTrailingZeros() : value;
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue());
    }

    private static boolean isUrl(String text) {
        try {
            var url = new URI(text);
            return url.getScheme() != null && url.getHost() != null && url.getUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    String type() {
        return type;
    }

    Map<String, Object> keywords() {
        return keywords;
    }

    /** Returns the violated keywords; none if the value is valid. */
    List<String> violatedBy(Object value) {
        List<String> violated = List.of();
        for (var check : checks.entrySet()) {
            if (!check.getValue().test(value)) {
                violated = violated.isEmpty() ? new ArrayList<>() : violated;
                violated.add(check.getKey());
            }
        }
        return violated;
    }
}
