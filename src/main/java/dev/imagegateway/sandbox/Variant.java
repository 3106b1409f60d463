package dev.imagegateway.sandbox;

import java.util.List;

/**
 * A schema of the vendor, and the ids that share it.
 *
 * @param vendor who made the models
 */
record Variant(String vendor, List<String> ids, List<Field> fields) {

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }

    /** The start of model names in the logs. The vendor's actual names are unknown; this is a guess. */
    String source() {
        return vendor.startsWith("Stability")
                ? "stability"
                : vendor.startsWith("Black Forest")
                        ? "blackforestlabs"
                        : vendor.split(" ", -1)[0].toLowerCase(java.util.Locale.ROOT);
    }
}
