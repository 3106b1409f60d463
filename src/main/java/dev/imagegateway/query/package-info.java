/** Strict reading of query parameters and JSON bodies: one type each, no duplicates, every fault at once. */
@ApplicationModule(allowedDependencies = {"problem", "settings"})
@NullMarked
package dev.imagegateway.query;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
