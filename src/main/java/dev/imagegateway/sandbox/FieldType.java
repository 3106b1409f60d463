package dev.imagegateway.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The type of a value in the vendor's published schema. A bound that is null does not exist. */
sealed interface FieldType {

    /** Lengths are in characters. */
    record Text(int minLength, int maxLength, boolean uri) implements FieldType {}

    /** One of some texts. */
    record Choice(List<String> values, boolean caseSensitive) implements FieldType {}

    /** True or false. */
    record Flag(@Nullable Boolean only) implements FieldType {}

    /** A number in JSON Schema's sense: 2.0 is whole. */
    record Numeric(
            boolean whole,
            @Nullable Long min,
            @Nullable Long max,
            @Nullable Long only) implements FieldType {}

    /**
     * A size in pixels: a name, or an object with width and height.
     *
     * @param required whether the object must have both; otherwise width and height are the defaults
     */
    record Size(List<String> names, Numeric side, boolean required, int width, int height) implements FieldType {}

    /** An array. */
    record Items(FieldType type, int min, int max) implements FieldType {}

    /** An object. Other fields are ignored. */
    record Structure(List<Field> fields) implements FieldType {}
}
