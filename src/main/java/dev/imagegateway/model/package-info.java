/** The model catalogue, and parsing of requests: rules, defaults, fingerprint and price. */
@ApplicationModule(allowedDependencies = {"http", "image", "problem", "secret", "settings"})
@NullMarked
package dev.imagegateway.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
