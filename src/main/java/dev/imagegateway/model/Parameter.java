package dev.imagegateway.model;

import dev.imagegateway.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parameter of a model.
 *
 * @param name its name upstream and in the gateway's API
 * @param schema what it allows
 * @param document its schema as written
 */
record Parameter(String name, Schema schema, ObjectNode document) {

    private static final String RESTRICTED = "x-restricted";
    private static final String REWRITES = "x-rewrites";

    /** @throws IllegalArgumentException if the schema is not supported */
    static Parameter of(String name, ObjectNode document) {
        return new Parameter(name, Schema.of(document), document);
    }

    /** The value that the upstream uses if the parameter is left out; null if the vendor states none. */
    @Nullable
    Object defaultValue() {
        return Values.of(document.path("default"));
    }

    /** Whether it needs the operator's permission, because it changes who makes the image or what is downloaded. */
    boolean isRestricted() {
        return document.path(RESTRICTED).asBoolean(false);
    }

    /** Whether the value true lets the upstream change the prompt, so that equal seeds do not give equal images. */
    boolean rewritesPrompt() {
        return document.path(REWRITES).asBoolean(false);
    }

    /** The default of a member of an object, such as the width of a size. */
    @Nullable
    Object defaultOf(String member) {
        JsonNode properties = document.has("oneOf") ? document.at("/oneOf/1/properties") : document.path("properties");
        return Values.of(properties.path(member).path("default"));
    }
}
