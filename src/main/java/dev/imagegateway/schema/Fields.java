package dev.imagegateway.schema;

import dev.imagegateway.http.Violations;
import dev.imagegateway.problem.NearestName;
import jakarta.validation.Validator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a JSON object. Those that nobody asked for are reported as unknown. */
public final class Fields {

    private final ObjectNode tree;
    private final String parent;
    private final ValueReader values;
    private final Set<String> known = new LinkedHashSet<>();

    /** Creates a reader for the fields of a body. */
    public Fields(ObjectNode body, Validator validator, Violations violations) {
        this(body, "", new ValueReader(validator, violations));
    }

    /**
     * Creates a reader for an object's fields.
     *
     * @param parent the JSON pointer of the object; empty for the body
     */
    Fields(ObjectNode tree, String parent, ValueReader values) {
        this.tree = tree;
        this.parent = parent;
        this.values = values;
    }

    /** The JSON pointer of a field. */
    public String pointer(String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns the field as sent; null if absent. Marks the field as known. */
    public @Nullable JsonNode raw(String name) {
        known.add(name);
        return tree.get(name);
    }

    /** Treats null as absent. OpenAI declares its fields as nullable. */
    public @Nullable JsonNode rawUnlessNull(String name) {
        var node = raw(name);
        return node == null || node.isNull() ? null : node;
    }

    /** Reads a required text; null if it is missing or invalid. */
    public @Nullable String requiredText(String name, Rule rule) {
        var node = raw(name);
        if (node == null) {
            values.violations().add(pointer(name), "required", "is missing: it " + rule.sentence(), rule.allowed());
            return null;
        }
        return text(name, rule, node);
    }

    /** Reads a text; null if it is absent or invalid. */
    public @Nullable String text(String name, Rule rule, @Nullable JsonNode node) {
        return (String) single(name, rule, node);
    }

    /** Reads an integer; null if it is absent or invalid. */
    public @Nullable Long longInteger(String name, Rule rule) {
        return longInteger(name, rule, raw(name));
    }

    /** Reads a field's value as an integer; null if it is absent or invalid. */
    public @Nullable Long longInteger(String name, Rule rule, @Nullable JsonNode node) {
        return (Long) single(name, rule, node);
    }

    private @Nullable Object single(String name, Rule rule, @Nullable JsonNode node) {
        return node == null ? null : values.single(pointer(name), rule, node);
    }

    /** Reads a field's value by its schema; null if it is absent or invalid. */
    public @Nullable Object value(String name, Schema schema, @Nullable JsonNode node) {
        return node == null ? null : values.read(pointer(name), schema, node);
    }

    /** The names that were asked for. */
    public Set<String> known() {
        return known;
    }

    /** Reports unknown fields. Must be called after all fields were read. */
    public void refuseUnknown() {
        refuseUnknown((name, nearest) -> "is not a field of this request; the nearest one is '%s'".formatted(nearest));
    }

    /** Says why a field is refused. */
    @FunctionalInterface
    public interface Reason {

        /**
         * Returns the reason.
         *
         * @param nearest the nearest known name
         */
        String of(String name, String nearest);
    }

    /** Reports unknown fields with a reason for each. */
    public void refuseUnknown(Reason reason) {
        var violations = values.violations();
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
                        reason.of(name, nearest),
                        Map.of("nearest", nearest, "known", known));
            }
        }
    }
}
