/** The model catalogue, and everything about reading a request against it: rules, defaults, fingerprint, price. */
@ApplicationModule(allowedDependencies = {"http", "image", "problem", "secret", "settings"})
@NullMarked
package dev.imagegateway.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
