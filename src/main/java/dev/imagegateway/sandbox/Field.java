package dev.imagegateway.sandbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of a schema.
 *
 * @param usual the default; null if the vendor publishes none
 */
record Field(
        String name,
        boolean required,
        FieldType type,
        @Nullable JsonNode usual) {}
