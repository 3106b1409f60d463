/** The model catalogue, and everything about reading a request against it: rules, defaults, fingerprint, price. */
@ApplicationModule(allowedDependencies = {"image", "problem", "query", "settings"})
@NullMarked
package dev.imagegateway.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
