/** Reads JSON values by rules in JSON Schema's words, which Bean Validation enforces. */
@ApplicationModule(allowedDependencies = {"http", "problem", "text"})
@NullMarked
package dev.imagegateway.schema;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
