package dev.imagegateway.schema;

/**
 * A value of a request and the bounds that a schema sets for it. Bean Validation checks one against the other, so that
 * a model's rules can come from a document instead of annotations.
 */
@WithinBounds
record BoundedValue(Bounds bounds, Object value) {}
