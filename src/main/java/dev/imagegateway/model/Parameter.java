package dev.imagegateway.model;

import dev.imagegateway.schema.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A parameter of a model. Two are equal if they are written the same. */
final class Parameter {

    private static final String RESTRICTED = "x-restricted";
    private static final String REWRITES = "x-rewrites";

    private final String name;
    private final Schema schema;
    private final ObjectNode document;
    private final @Nullable Object defaultValue;
    private final boolean restricted;
    private final boolean rewritesPrompt;

    /**
     * Reads a parameter.
     *
     * @param name its name upstream and in the gateway's API
     * @param document its schema as written
     * @throws IllegalArgumentException if the schema is not supported
     */
    Parameter(String name, ObjectNode document) {
        this.name = name;
        this.schema = Schema.of(document);
        this.document = document;
        this.defaultValue = Values.of(document.path("default"));
        this.restricted = document.path(RESTRICTED).asBoolean(false);
        this.rewritesPrompt = document.path(REWRITES).asBoolean(false);
    }

    String name() {
        return name;
    }

    Schema schema() {
        return schema;
    }

    ObjectNode document() {
        return document;
    }

    /** The value that the upstream uses if the parameter is left out; null if the vendor states none. */
    @Nullable
    Object defaultValue() {
        return defaultValue;
    }

    /** Whether it needs the operator's permission, because it changes who makes the image or what is downloaded. */
    boolean isRestricted() {
        return restricted;
    }

    /** Whether the value true lets the upstream change the prompt, so that equal seeds do not give equal images. */
    boolean rewritesPrompt() {
        return rewritesPrompt;
    }

    /** The default of a member of an object, such as the width of a size. */
    @Nullable
    Object defaultOf(String member) {
        var properties = document.has("oneOf") ? document.at("/oneOf/1/properties") : document.path("properties");
        return Values.of(properties.path(member).path("default"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameter parameter
                && name.equals(parameter.name)
                && document.equals(parameter.document);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, document);
    }
}
