package dev.imagegateway.schema;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.validation.metadata.ConstraintDescriptor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.engine.HibernateConstraintViolation;
import tools.jackson.databind.JsonNode;

/**
 * What a value allows, as JSON Schema keywords. It comes from the Bean Validation annotations of a property or from a
 * schema, so that each bound is defined only once.
 *
 * @param type the JSON Schema type
 * @param allowed the bounds by keyword
 * @param check finds the keywords that a value violates
 */
public record Rule(String type, Map<String, Object> allowed, Check check) {

    private static final List<String> KEYWORDS =
            List.of("type", "enum", "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "format");

    /** Finds the keywords that a value violates. */
    @FunctionalInterface
    public interface Check {

        /** Returns the keywords; none if the value is valid. */
        List<String> violated(Validator validator, Object value);
    }

    /** Returns the rule of a property with this JSON Schema type. */
    public static Rule of(Validator validator, Class<?> bean, String property, String type) {
        var bounds = new HashMap<String, Object>();
        bounds.put("type", type);
        var descriptor = validator.getConstraintsForClass(bean).getConstraintsForProperty(property);
        if (descriptor != null) {
            descriptor.getConstraintDescriptors().forEach(constraint -> bounds.putAll(bound(constraint)));
        }
        return new Rule(
                type,
                ordered(bounds),
                (with, value) -> with.validateValue(bean, property, value).stream()
                        .map(violation -> keyword(violation.getConstraintDescriptor()))
                        .toList());
    }

    /**
     * Returns the rule of a schema of a single value.
     *
     * @throws IllegalArgumentException if the schema contradicts itself; the message says how
     */
    public static Rule of(JsonNode schema) {
        var bounds = Bounds.of(schema);
        return new Rule(
                bounds.type(),
                ordered(bounds.keywords()),
                (with, value) -> with.validate(new BoundedValue(bounds, value)).stream()
                        .map(Rule::keyword)
                        .toList());
    }

    private static String keyword(ConstraintViolation<BoundedValue> violation) {
        HibernateConstraintViolation<?> detailed = violation.unwrap(HibernateConstraintViolation.class);
        return detailed.getDynamicPayload(String.class);
    }

    /** Annotations have no defined order, but responses do. */
    private static Map<String, Object> ordered(Map<String, Object> bounds) {
        var allowed = new LinkedHashMap<String, Object>();
        KEYWORDS.stream().filter(bounds::containsKey).forEach(keyword -> allowed.put(keyword, bounds.get(keyword)));
        return allowed;
    }

    private static String keyword(ConstraintDescriptor<?> constraint) {
        return switch (constraint.getAnnotation().annotationType().getSimpleName()) {
            case "NotNull" -> "required";
            case "Min", "DecimalMin" -> "minimum";
            case "Max", "DecimalMax" -> "maximum";
            case "OneOf" -> "enum";
            case "CodePointLength" -> "maxLength";
            case "NotBlankText" -> "minLength";
            case "Pattern", "SafeText" -> "pattern";
            default -> throw new IllegalStateException("a constraint without a keyword");
        };
    }

    private static Map<String, Object> bound(ConstraintDescriptor<?> constraint) {
        var attributes = constraint.getAttributes();
        var keyword = keyword(constraint);
        return switch (keyword) {
            case "required" -> Map.of();
            case "minLength" -> Map.of(keyword, 1);
            case "maxLength" -> Map.of(keyword, attributes.get("max"));
            case "pattern" -> Map.of(keyword, attributes.get("regexp"));
            case "enum" -> Map.of(keyword, List.of((Object[]) attributes.get("value")));
            // DecimalMin and DecimalMax have their bounds as text
            default -> Map.of(keyword, Long.valueOf(String.valueOf(attributes.get("value"))));
        };
    }

    /** Describes the complete rule in a sentence, whichever part is violated. */
    public String sentence() {
        if (allowed.get("enum") instanceof List<?> choices) {
            return "must be " + choices(choices);
        }
        var sentence = new StringBuilder("must be ").append("integer".equals(type) ? "an " : "a ");
        sentence.append(type);
        if (allowed.containsKey("minimum") && allowed.get("minimum").equals(allowed.get("maximum"))) {
            return "must be " + allowed.get("minimum");
        }
        if (allowed.containsKey("minimum")) {
            sentence.append(" from %s to %s".formatted(allowed.get("minimum"), allowed.get("maximum")));
        }
        if (allowed.containsKey("multipleOf")) {
            sentence.append(", a multiple of ").append(allowed.get("multipleOf"));
        }
        if (allowed.containsKey("maxLength")) {
            var blank = allowed.containsKey("minLength")
                    ? " of 1 to %s code points, not blank"
                    : " of at most %s code points";
            sentence.append(blank.formatted(allowed.get("maxLength")));
        }
        if (allowed.containsKey("format")) {
            sentence.append(", a URL");
        }
        if (allowed.containsKey("pattern")) {
            sentence.append(", matching ").append(allowed.get("pattern"));
        }
        return sentence.toString();
    }

    /** Joins choices: {@code 'a', 'b' or 'c'}. */
    public static String choices(List<?> values) {
        var words = values.stream()
                .map(value -> value instanceof String ? "'" + value + "'" : String.valueOf(value))
                .toList();
        var last = words.size() - 1;
        return last < 1 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
